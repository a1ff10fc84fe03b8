import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import { startCollector, usualPace } from '../../../cascades/collector/start-collector.ts'
import { Failure } from '../../../ports/errors.ts'
import { type CascadeEvent, writeEvent, writeWatermark } from '../../../ports/messages.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildMemoryMetrics, silentLog } from '../../worker/fakes.ts'
import { endings } from './memory-cascade-store.ts'

const topics = { events: 'events', cascades: 'cascades', deadLetters: 'dead-letters' }

/** A collector whose stream can be away. Event time follows the clock after a tenth of a second of silence. */
async function start() {
  const stores = await openStores(systemClock)
  const stream = await openEmbeddedStream({ database: stores.database, clock: systemClock, log: silentLog })
  await stream.declare(Object.values(topics).map(name => ({ name, partitions: 1 })))
  const state = { isAway: false, failures: 0 }
  const collector = await startCollector({
    ...stores,
    stream: {
      ...stream,
      async ends(topic) {
        if (!state.isAway) return stream.ends(topic)
        state.failures++
        throw new Failure('stream-unavailable', 'the stream is unavailable')
      }
    },
    clock: systemClock,
    log: silentLog,
    metrics: buildMemoryMetrics(),
    owner: 'a',
    predictor: 'cascade-size',
    topics,
    growthAlerts: { minEvents: null, topic: 'alerts', webhooks: [] },
    settings: {
      ...usualPace,
      ...endings,
      windows: [1],
      laterAges: [],
      latenessSeconds: 0,
      silenceSeconds: 0.1,
      maxResidentEvents: 1_000,
      maxBacklog: 1_000,
      checkpointMilliseconds: 10
    }
  })
  onTestFinished(async () => {
    await collector.close()
    await stream.close()
  })
  const append = (...values: readonly string[]) =>
    stream.append(
      topics.events,
      values.map(value => ({ key: 'c', value }))
    )
  const post = (time: number): string => {
    const event: CascadeEvent = {
      eventId: 'post',
      cascadeId: 'c',
      kind: 'post',
      time,
      magnitude: 1,
      source: 's'
    }
    return writeEvent(event)
  }
  const timedBy = async () => {
    const rows = await stores.database.reader.selectFrom('predictions').select('timed_by').execute()
    return rows.map(row => row.timed_by)
  }
  return { state, append, post, timedBy }
}

test('does not forecast by the clock while the stream is away, and marks the forecast that it makes later', async () => {
  const { state, append, post, timedBy } = await start()
  state.isAway = true
  await append(post(Date.now() / 1_000))
  // Long enough for the clock to pass the window and the proof from before to expire.
  await expect.poll(() => state.failures).toBeGreaterThan(14)
  expect(await timedBy()).toEqual([])
  state.isAway = false
  await expect.poll(timedBy).toEqual(['clock'])
})

test('says that the time of the source had passed the window', async () => {
  const { append, post, timedBy } = await start()
  const now = Date.now() / 1_000
  await append(post(now - 10), writeWatermark({ source: 's', time: now, isLast: false }))
  await expect.poll(timedBy).toEqual(['events'])
})
