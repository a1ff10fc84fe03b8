import { expect, test } from 'vitest'
import { announceGrowth } from '../../../cascades/collector/announce-growth.ts'
import { buildCascadeRecord } from '../../harness/cascade-record.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const record = buildCascadeRecord({
  lastTime: 1_900,
  events: 120,
  windowsDone: [300],
  fasterSince: 1_900,
  dueAt: 9_000
})

async function openWith(minEvents: number | null) {
  const stores = await openStores(buildSetClock())
  const { database, cascades } = stores
  const growthAlerts = { minEvents, topic: 'alerts', webhooks: ['https://a.example/hook'] }
  await database.write(async transaction => {
    await cascades.write(transaction, [record], [])
    const forecast = {
      windowSeconds: 300,
      median: 60,
      areOptimal: 60,
      low: 40,
      high: 90,
      predictionId: 'prd_1'
    }
    await cascades.noteForecast(transaction, 'c', forecast)
  })
  const announce = () =>
    database.write(transaction =>
      announceGrowth({ ...stores, growthAlerts }, transaction, {
        cascadeId: 'c',
        at: 1_900,
        events: 120,
        high: 90
      })
    )
  const feed = async (topic: string) =>
    (await stores.outbox.due('feed', topic, 10)).map(({ payload }) => JSON.parse(payload))
  return { stores, announce, feed }
}

test('sends a feed event, and from the minimum number of events on an alert to topic, feed and webhooks', async () => {
  const { stores, announce, feed } = await openWith(100)
  await announce()
  const growingFasterSince = new Date(1_900_000).toISOString()
  expect(await feed('cascades')).toMatchObject([{ id: 'c', growingFasterSince, events: 120, high: 90 }])
  const alert = { kind: 'growth', cascadeId: 'c', predictionId: 'prd_1', predicted: 120, threshold: 90 }
  expect((await stores.alerts.list({}, { limit: 10 })).items).toMatchObject([alert])
  expect(await feed('alerts')).toMatchObject([alert])
  const [message] = await stores.outbox.due('message', 'alerts', 10)
  expect(JSON.parse(message!.payload)).toMatchObject({ subject: 'c', data: alert })
  const calls = (await stores.webhooks.list({}, { limit: 10 })).items
  expect(calls.map(({ url }) => url)).toEqual(['https://a.example/hook'])
})

test('raises the same alert once', async () => {
  const { stores, announce } = await openWith(100)
  await announce()
  await announce()
  expect((await stores.alerts.list({}, { limit: 10 })).items).toHaveLength(1)
  expect(await stores.outbox.due('message', 'alerts', 10)).toHaveLength(1)
})

test.each([null, 121])('raises no alert with a minimum of %s events', async minEvents => {
  const { stores, announce, feed } = await openWith(minEvents)
  await announce()
  expect(await feed('cascades')).toHaveLength(1)
  expect((await stores.alerts.list({}, { limit: 10 })).items).toEqual([])
})
