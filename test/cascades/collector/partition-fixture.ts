import { Partition } from '../../../cascades/collector/partition.ts'
import type { PartitionSettings } from '../../../cascades/collector/partition-settings.ts'
import type { Clock } from '../../../ports/clock.ts'
import { type CascadeEvent, writeEvent, writeWatermark } from '../../../ports/messages.ts'
import type { StreamRecord } from '../../../ports/stream.ts'
import { endings, MemoryCascadeStore, routingOf } from './memory-cascade-store.ts'

export const settings: PartitionSettings = {
  windows: [300, 600],
  laterAges: [],
  ...endings,
  maxResidentEvents: 1_000_000,
  rowsWrittenAtOnce: 1_000,
  maxJournaledEvents: 1_000
}
export const clock: Clock = { now: () => 2e12, monotonic: () => 0, sleep: async () => {} }
export const T0 = 1_300_000_000

export function event(eventId: string, time: number, rest: Partial<CascadeEvent> = {}): string {
  return writeEvent({
    eventId,
    cascadeId: 'c',
    kind: eventId === 'post' ? 'post' : 'reshare',
    time: T0 + time,
    magnitude: 10,
    source: 's',
    ...rest
  })
}

export function watermark(time: number, isLast = false): string {
  return writeWatermark({ source: 's', time: T0 + time, isLast })
}

/** Consecutive records from position `from` on. */
export function toRecords(values: readonly string[], from = 0): StreamRecord[] {
  return values.map((value, index) => ({ key: 'c', value, partition: 0, position: from + index }))
}

/** Opens a partition at the checkpoint of `cascadeStore`, applies the values and writes a checkpoint. */
export async function run(
  values: readonly string[],
  cascadeStore = new MemoryCascadeStore(),
  overrides: Partial<PartitionSettings> = {}
) {
  const parts = {
    settings: { ...settings, ...overrides },
    cascadeStore,
    clock,
    routing: routingOf(cascadeStore),
    hasRoom: () => true
  }
  const partition = await Partition.open(0, parts, cascadeStore)
  await partition.apply(toRecords(values, partition.position))
  cascadeStore.write(partition.takeChanges())
  partition.evict()
  return { cascadeStore, partition, counters: partition.counters }
}
