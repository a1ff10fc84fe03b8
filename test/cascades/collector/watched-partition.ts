import { Partition } from '../../../cascades/collector/partition.ts'
import type { PartitionParts, PartitionSettings } from '../../../cascades/collector/partition-settings.ts'
import { MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'
import { clock, event, settings, toRecords } from './partition-fixture.ts'

export const HOUR = 3_600
export const DAY = 24 * HOUR

/** A partition whose forecasts can be answered, and which can be killed. */
export async function openWatched(overrides: Partial<PartitionSettings> = {}, hasRoom = () => true) {
  const cascadeStore = new MemoryCascadeStore()
  const parts: PartitionParts = {
    settings: { ...settings, windows: [300], idleSeconds: DAY, maxAgeSeconds: 7 * DAY, ...overrides },
    cascadeStore,
    clock,
    routing: routingOf(cascadeStore),
    hasRoom
  }
  let partition = await Partition.open(0, parts, cascadeStore)
  const checkpoint = () => {
    cascadeStore.write(partition.takeChanges())
    partition.evict()
  }
  return {
    cascadeStore,
    get counters() {
      return partition.counters
    },
    get residentEvents() {
      return partition.residentEvents
    },
    checkpoint,
    apply: (...values: readonly string[]) => partition.apply(toRecords(values, partition.position)),
    async take(...values: readonly string[]) {
      await partition.apply(toRecords(values, partition.position))
      checkpoint()
    },
    /** Loses what is in memory, as after SIGKILL. */
    async kill() {
      partition = await Partition.open(0, parts, cascadeStore)
    },
    /** Answers the forecast of this age. `isLost`: only the row gets it. */
    answer(windowSeconds: number, low: number | null, high: number | null, isLost = false) {
      const forecast = {
        windowSeconds,
        median: low,
        areOptimal: low,
        low,
        high,
        predictionId: `prd_${windowSeconds}`
      }
      cascadeStore.noted.set('c', forecast)
      if (!isLost) partition.noteForecasts([{ cascadeId: 'c', forecast }])
    },
    extras: () =>
      cascadeStore.forecasts.flatMap(({ windowSeconds, extra }) =>
        extra === null ? [] : [[windowSeconds, extra.reason, extra.sequence]]
      )
  }
}

export const burst = (from: number, count: number, step = 1) =>
  Array.from({ length: count }, (_, index) => event(`e${from + index}`, from + index * step))
