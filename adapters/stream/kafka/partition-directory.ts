import type { Clock } from '../../../ports/clock.ts'
import { type PartitionMetadata, partitionOf } from './partition-of.ts'

/** Caches the partitions of topics. Partitions that are added later are noticed after about ten seconds. */
interface PartitionDirectory {
  of(topic: string): Promise<readonly PartitionMetadata[]>
  /** Resolves with a function from keys to partitions, which always uses the current cache. */
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

  async function load(topic: string): Promise<Entry> {
    const partitions = await fetch(topic)
    const entry = { partitions, staleAt: clock.monotonic() + STALE_MILLISECONDS }
    entries.set(topic, entry)
    return entry
  }

  /** Null if the topic is not cached. Returns a stale entry, and refreshes it in the background. */
  function findEntry(topic: string): Entry | null {
    const entry = entries.get(topic)
    if (!entry) return null
    if (clock.monotonic() >= entry.staleAt) {
      entry.staleAt = clock.monotonic() + STALE_MILLISECONDS
      // If the brokers are unavailable, the entry stays in use.
      load(topic).catch(() => {})
    }
    return entry
  }

  return {
    of: async topic => (findEntry(topic) ?? (await load(topic))).partitions,
    async partitioner(topic) {
      const first = findEntry(topic) ?? (await load(topic))
      return key => partitionOf(key, (findEntry(topic) ?? first).partitions)
    }
  }
}
