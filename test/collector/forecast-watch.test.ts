import { expect, onTestFinished, test } from 'vitest'
import { FORECASTS_GROUP, startForecastWatch } from '../../collector/start-forecast-watch.ts'
import { PREDICTION_TYPE } from '../../ports/messages.ts'
import type { EventStream, StreamSubscription } from '../../ports/stream.ts'
import { openStores, type Stores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { buildMemoryMetrics } from '../worker/fakes.ts'

const clock = buildSetClock()
const topics = { predictions: 'predictions', alerts: 'alerts' }
const unreadable = (position: number) => `not a prediction ${position}`

/** A watch whose batches the test hands over. */
async function start(stores: Stores, owner: string, textOf = unreadable) {
  const subscriptions: StreamSubscription[] = []
  const stream = {
    ends: async () => [{ partition: 0, first: 0, next: 1_000 }],
    read: async () => [],
    async subscribe(subscription: StreamSubscription) {
      subscriptions.push(subscription)
      return { close: async () => {} }
    }
  }
  const watch = await startForecastWatch({
    ...stores,
    stream: stream as unknown as EventStream,
    clock,
    metrics: buildMemoryMetrics(),
    log: buildRecordingLog().log,
    owner,
    predictor: 'cascade-size',
    topics,
    settings: { threshold: null, measure: 'point', cooldownSeconds: 0, webhooks: [] }
  })
  onTestFinished(() => watch.close())
  const [subscription] = subscriptions
  if (!subscription) throw new Error('the watch has not subscribed')
  const begins = await subscription.onAssigned([0])
  const give = (...positions: readonly number[]) =>
    subscription.onBatch(
      0,
      positions.map(position => ({ key: 'c', value: textOf(position), partition: 0, position }))
    )
  return { watch, begins: begins.get(0), give }
}

async function read({ checkpoints, deadLetters }: Stores) {
  const [place] = await checkpoints.of(FORECASTS_GROUP, topics.predictions)
  const { items } = await deadLetters.list({}, { limit: 100 })
  return { position: place?.position, letters: items.map(({ id }) => id.split('.').at(-2)).toSorted() }
}

test('a batch that comes again is not noted again, and the position does not move backwards', async () => {
  const stores = await openStores(clock)
  const { give } = await start(stores, 'a')
  await give(0, 1, 2)
  await give(0, 1)
  expect(await read(stores)).toEqual({ position: 3, letters: ['0', '1', '2'] })
  await give(2, 3)
  await give(7)
  expect(await read(stores)).toEqual({ position: 8, letters: ['0', '1', '2', '3', '7'] })
})

test('a watch whose partition another process took writes nothing more', async () => {
  const stores = await openStores(clock)
  const first = await start(stores, 'a')
  await first.give(0, 1)
  const second = await start(stores, 'b')
  expect(second.begins).toBe(2)
  await first.give(2, 3)
  expect(first.watch.partitions).toEqual([])
  await first.give(4)
  expect(await read(stores)).toEqual({ position: 2, letters: ['0', '1'] })
  await second.give(2, 3)
  expect(await read(stores)).toEqual({ position: 4, letters: ['0', '1', '2', '3'] })
})

test('sets aside the one forecast that the database refuses, and notes the others', async () => {
  const stores = await openStores(clock)
  const refused = 'p1'
  const cascades: Stores['cascades'] = {
    ...stores.cascades,
    async noteForecast(_, __, { predictionId }) {
      if (predictionId === refused) throw new Error('value out of range')
      return false
    }
  }
  const { give } = await start({ ...stores, cascades }, 'a', position =>
    JSON.stringify({
      type: PREDICTION_TYPE,
      data: {
        id: `p${position}`,
        state: 'succeeded',
        predictor: 'cascade-size',
        subject: 'c',
        slice: '300',
        output: { point: 1, median: 1, interval: null }
      }
    })
  )
  await give(0, 1, 2)
  expect(await read(stores)).toEqual({ position: 3, letters: ['1'] })
  const { items } = await stores.deadLetters.list({}, { limit: 1 })
  expect(items[0]?.reason).toBe('refused by the database: value out of range')
})
