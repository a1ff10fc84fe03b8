import { expect, onTestFinished, test } from 'vitest'
import { FORECASTS_GROUP, startForecastWatch } from '../../collector/start-forecast-watch.ts'
import type { EventStream, StreamSubscription } from '../../ports/stream.ts'
import { openStores, type Stores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { buildMemoryMetrics } from '../worker/fakes.ts'

const clock = buildSetClock()
const topics = { predictions: 'predictions', alerts: 'alerts' }
const toRecords = (positions: readonly number[]) =>
  positions.map(position => ({ key: 'c', value: `not a prediction ${position}`, partition: 0, position }))

/** A watch whose batches the test hands over. */
async function start(stores: Stores, owner: string) {
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
  const give = (...positions: readonly number[]) => subscription.onBatch(0, toRecords(positions))
  return { watch, begins: begins.get(0), give }
}

async function read({ checkpoints, deadLetters }: Stores) {
  const [place] = await checkpoints.of(FORECASTS_GROUP, topics.predictions)
  const { items } = await deadLetters.list({}, { limit: 100 })
  return { position: place?.position, letters: items.map(({ id }) => id.split('.').at(-1)).toSorted() }
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
