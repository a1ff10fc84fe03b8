import type { Ports } from '../../app/ports.ts'
import { buildStores } from '../../app/stores.ts'
import { alertsTopic, cascadesTopic, deadLettersTopic, eventsTopic } from '../../app/topics.ts'
import type { PartitionState } from '../../cascades/collector/changes.ts'
import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import { startCollector, usualPace } from '../../cascades/collector/start-collector.ts'
import { readStreamEvent } from '../../ports/messages.ts'
import { openParts } from './open-parts.ts'

/** Reads all there is on the events topic, and how that went. */
export interface Consumption {
  readonly events: number
  /** From the first record handed over to the last one read, and written where it is to be. */
  readonly seconds: number
  /** Resident memory at the end, with all cascades open. */
  readonly megabytes: number
  readonly windows: number
}

/** Run as a process of its own: 'bare' reads and parses, 'collector' does all a collector does but the fits. */
const [folder, how] = process.argv.slice(2) as [string, 'bare' | 'collector']
const parts = await openParts(folder)
const consumption = how === 'bare' ? await readOnly() : await collect()
await parts.close()
console.log(JSON.stringify(consumption))

async function readOnly(): Promise<Consumption> {
  const { stream } = parts
  const ends = await stream.ends(eventsTopic)
  let left = ends.reduce((sum, { first, next }) => sum + next - first, 0)
  let events = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  let startedAt: number | null = null
  const consumer = await stream.subscribe({
    topic: eventsTopic,
    group: 'bare',
    onAssigned: async () => new Map(),
    onRevoked: async () => {},
    storedPosition: () => undefined,
    async onBatch(_, records) {
      startedAt ??= performance.now()
      for (const { value } of records) if (readStreamEvent(value).is === 'event') events++
      left -= records.length
      if (left === 0) resolve()
    }
  })
  await promise
  const seconds = (performance.now() - startedAt!) / 1_000
  await consumer.close()
  return { events, seconds, megabytes: megabytes(), windows: 0 }
}

async function collect(): Promise<Consumption> {
  const { config } = parts
  const stores = buildStores(parts as unknown as Ports, config)
  const ends = await parts.stream.ends(eventsTopic)
  let left = ends.reduce((sum, { first, next }) => sum + next - first, 0)
  const { promise, resolve } = Promise.withResolvers<void>()
  let startedAt: number | null = null
  const collector = await startCollector({
    ...parts,
    ...stores,
    stream: {
      ...parts.stream,
      subscribe: subscription =>
        parts.stream.subscribe({
          ...subscription,
          async onBatch(partition, records) {
            startedAt ??= performance.now()
            await subscription.onBatch(partition, records)
            left -= records.length
            if (left === 0) resolve()
          }
        })
    },
    predictor: 'cascade-size',
    growthAlerts: { minEvents: null, topic: alertsTopic, webhooks: [] },
    topics: { events: eventsTopic, cascades: cascadesTopic, deadLetters: deadLettersTopic },
    settings: {
      ...config.stream,
      ...usualPace,
      laterAges: [],
      checkpointMilliseconds: config.stream.checkpointSeconds * 1_000,
      // Nobody makes these predictions here: fits are not counted.
      maxBacklog: Number.MAX_SAFE_INTEGER
    }
  })
  await promise
  const used = megabytes()
  // Writes what is left.
  await collector.close()
  const seconds = (performance.now() - startedAt!) / 1_000
  const written = await stores.checkpoints.of(COLLECTOR_GROUP, eventsTopic)
  if (written.some(({ partition, position }) => position !== ends[partition]!.next))
    throw new Error('the collector has not written all it has read')
  const sum = (name: 'events' | 'windows') =>
    written.reduce((total, { state }) => total + (JSON.parse(state!) as PartitionState).counters[name], 0)
  return { events: sum('events'), seconds, megabytes: used, windows: sum('windows') }
}

function megabytes(): number {
  return process.memoryUsage.rss() / 1e6
}
