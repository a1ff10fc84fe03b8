import { expect, onTestFinished, test } from 'vitest'
import { ALERTS_FEED } from '../../../cascades/collector/announce-alert.ts'
import {
  type AlertSettings,
  FORECASTS_GROUP,
  startForecastWatch
} from '../../../cascades/collector/start-forecast-watch.ts'
import { PREDICTION_TYPE } from '../../../ports/messages.ts'
import type { EventStream, StreamSubscription } from '../../../ports/stream.ts'
import { buildCascadeRecord } from '../../harness/cascade-record.ts'
import { openStores, type Stores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildSetClock } from '../../harness/set-clock.ts'
import { buildMemoryMetrics } from '../../worker/fakes.ts'

const clock = buildSetClock()
const topics = { predictions: 'predictions', alerts: 'alerts' }
const unreadable = (position: number) => `not a prediction ${position}`

/** Starts a watch that gets its batches from the test. */
async function start(
  stores: Stores,
  owner: string,
  textOf = unreadable,
  changes: Partial<AlertSettings> = {}
) {
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
    settings: {
      threshold: null,
      measure: 'median',
      probability: null,
      cooldownSeconds: 0,
      webhooks: [],
      ...changes
    }
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

/** Writes a forecast of cascade c. Each position is another window. */
function writeForecast(position: number, point: number | null, interval: object | null = null): string {
  return JSON.stringify({
    type: PREDICTION_TYPE,
    data: {
      id: `p${position}`,
      state: 'succeeded',
      predictor: 'cascade-size',
      subject: 'c',
      slice: String(300 * (position + 1)),
      output: { point, median: point, interval }
    }
  })
}

async function read({ checkpoints, deadLetters }: Stores) {
  const [place] = await checkpoints.of(FORECASTS_GROUP, topics.predictions)
  const { items } = await deadLetters.list({}, { limit: 100 })
  return { position: place?.position, letters: items.map(({ id }) => id.split('.').at(-2)).toSorted() }
}

test('notes an extra forecast, which has no slice, for the collector', async () => {
  const stores = await openStores(clock)
  const record = buildCascadeRecord({
    partition: 3,
    windowsDone: [300],
    extra: { count: 1, at: 1_900, age: 900, passedAge: 0, fasterAt: null },
    dueAt: 9_000
  })
  await stores.database.write(transaction => stores.cascades.write(transaction, [record], []))
  const message = JSON.parse(writeForecast(0, 7, { low: 5, high: 9 }))
  message.data.slice = null
  message.data.output.windowSeconds = 900
  const { give } = await start(stores, 'a', () => JSON.stringify(message))
  const since = clock.now()
  expect(await stores.cascades.notedForecasts([3], since)).toEqual([])
  await give(0)
  const forecast = { windowSeconds: 900, median: 7, areOptimal: 7, low: 5, high: 9, predictionId: 'p0' }
  expect(await stores.cascades.notedForecasts([3], since)).toEqual([{ cascadeId: 'c', forecast }])
  expect(await stores.cascades.notedForecasts([2], since)).toEqual([])
  expect(await stores.cascades.notedForecasts([3], since + 1)).toEqual([])
  expect(await stores.cascades.load(['c'])).toEqual([{ id: 'c', record, chunks: [], forecast }])
})

test('ignores a batch that is delivered again, and never moves the position backwards', async () => {
  const stores = await openStores(clock)
  const { give } = await start(stores, 'a')
  await give(0, 1, 2)
  await give(0, 1)
  expect(await read(stores)).toEqual({ position: 3, letters: ['0', '1', '2'] })
  await give(2, 3)
  await give(7)
  expect(await read(stores)).toEqual({ position: 8, letters: ['0', '1', '2', '3', '7'] })
})

test('writes nothing after another process has taken the partition', async () => {
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

test('makes a dead letter of the one forecast that the database refuses, and keeps the others', async () => {
  const stores = await openStores(clock)
  const refused = 'p1'
  const cascades: Stores['cascades'] = {
    ...stores.cascades,
    async noteForecast(_, __, { predictionId }) {
      if (predictionId === refused) throw new Error('value out of range')
      return false
    }
  }
  const { give } = await start({ ...stores, cascades }, 'a', position => writeForecast(position, 1))
  await give(0, 1, 2)
  expect(await read(stores)).toEqual({ position: 3, letters: ['1'] })
  const { items } = await stores.deadLetters.list({}, { limit: 1 })
  expect(items[0]?.reason).toBe('refused by the database: value out of range')
})

test('raises an alert from the threshold on, once per cooldown, and sends it to topic, feed and webhooks', async () => {
  const stores = await openStores(clock)
  const cascades: Stores['cascades'] = { ...stores.cascades, noteForecast: async () => true }
  const points = [null, 99, 100, 250, 300]
  const { give } = await start(
    { ...stores, cascades },
    'a',
    position => writeForecast(position, points[position] ?? null),
    { threshold: 100, cooldownSeconds: 60, webhooks: ['https://a.example/hook'] }
  )
  await give(0, 1)
  expect((await stores.alerts.list({}, { limit: 10 })).items).toEqual([])
  await give(2, 3)
  clock.advance(61_000)
  await give(4)
  const raised = (await stores.alerts.list({}, { limit: 10 })).items.map(each => [
    each.predictionId,
    each.predicted
  ])
  expect(raised).toEqual([
    ['p4', 300],
    ['p2', 100]
  ])
  const published = await stores.outbox.due('message', topics.alerts, 10)
  expect(published.map(({ payload }) => JSON.parse(payload).data.predictionId)).toEqual(['p2', 'p4'])
  const shown = await stores.database.reader
    .selectFrom('outbox')
    .select('payload')
    .where('kind', '=', 'feed')
    .where('destination', '=', ALERTS_FEED)
    .orderBy('sequence')
    .execute()
  expect(shown.map(({ payload }) => JSON.parse(payload).predictionId)).toEqual(['p2', 'p4'])
  const calls = (await stores.webhooks.list({}, { limit: 10 })).items
  expect(calls.map(({ url }) => url)).toEqual(['https://a.example/hook', 'https://a.example/hook'])
})

test('raises no alert without a threshold', async () => {
  const stores = await openStores(clock)
  const cascades: Stores['cascades'] = { ...stores.cascades, noteForecast: async () => true }
  const { give } = await start({ ...stores, cascades }, 'a', position => writeForecast(position, 1e6))
  await give(0)
  expect((await stores.alerts.list({}, { limit: 10 })).items).toEqual([])
})

test('stores a forecast with its interval', async () => {
  const stores = await openStores(clock)
  const noted: unknown[] = []
  const cascades: Stores['cascades'] = {
    ...stores.cascades,
    async noteForecast(_, __, forecast) {
      noted.push(forecast)
      return false
    }
  }
  const texts = [writeForecast(0, 7, { low: 5, high: 9 }), writeForecast(1, 7)]
  const { give } = await start({ ...stores, cascades }, 'a', position => texts[position] ?? '')
  await give(0, 1)
  expect(noted).toEqual([
    { windowSeconds: 300, median: 7, areOptimal: 7, low: 5, high: 9, predictionId: 'p0' },
    { windowSeconds: 600, median: 7, areOptimal: 7, low: null, high: null, predictionId: 'p1' }
  ])
})

test('ignores a prediction without a subject', async () => {
  const stores = await openStores(clock)
  const noted: unknown[] = []
  const cascades: Stores['cascades'] = {
    ...stores.cascades,
    async noteForecast(_, cascadeId) {
      noted.push(cascadeId)
      return false
    }
  }
  const message = JSON.parse(writeForecast(0, 7))
  const text = JSON.stringify({ ...message, data: { ...message.data, subject: null } })
  const { give } = await start({ ...stores, cascades }, 'a', () => text)
  await give(0)
  expect(await read(stores)).toEqual({ position: 1, letters: [] })
  expect(noted).toEqual([])
})
