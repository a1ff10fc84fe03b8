import type { Clock } from '../../../ports/clock.ts'
import { type PartitionMetadata, partitionOf } from './partition-of.ts'

/** The partitions of topics. Those that are added while a process runs are noticed about ten seconds later. */
interface PartitionDirectory {
  of(topic: string): Promise<readonly PartitionMetadata[]>
  /** Where the messages of a key go, at each call as far as is known then. */
  partitioner(topic: string): Promise<(key: string) => number>
}

interface Entry {
  readonly partitions: readonly PartitionMetadata[]
  staleAt: number
}

const STALE_MILLISECONDS = 10_000

export function buildPartitionDirectory(
  fetch: (topic: string) => Promise<readonly PartitionMetadata[]>,
  clock: Clock
): PartitionDirectory {
  const entries = new Map<string, Entry>()

  async function ask(topic: string): Promise<Entry> {
    const partitions = await fetch(topic)
    const entry = { partitions, staleAt: clock.monotonic() + STALE_MILLISECONDS }
    entries.set(topic, entry)
    return entry
  }

  /** Null: never asked. A stale one is asked for again, beside those who use it. */
  function known(topic: string): Entry | null {
    const entry = entries.get(topic)
    if (!entry) return null
    if (clock.monotonic() >= entry.staleAt) {
      entry.staleAt = clock.monotonic() + STALE_MILLISECONDS
      // While the brokers are away what is known stays true.
      ask(topic).catch(() => {})
    }
    return entry
  }

  return {
    of: async topic => (known(topic) ?? (await ask(topic))).partitions,
    async partitioner(topic) {
      const first = known(topic) ?? (await ask(topic))
      return key => partitionOf(key, (known(topic) ?? first).partitions)
    }
  }
}
