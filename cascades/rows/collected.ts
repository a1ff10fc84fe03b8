import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoints } from './checkpoints.ts'

/** The progress and counters of a consumer group. */
interface Collected {
  /** Messages after the last checkpoints. 0 for a group that has never read, so that nobody waits for it. */
  readonly unread: number
  /** Sums over all partitions, by name. */
  readonly counters: Readonly<Record<string, number>>
}

export interface CollectedParts {
  readonly stream: Pick<EventStream, 'ends'>
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly topic: string
  readonly group: string
}

/** Reads progress and counters from the last checkpoints. */
export async function readCollected({
  stream,
  checkpoints,
  topic,
  group
}: CollectedParts): Promise<Collected> {
  const [ends, places] = await Promise.all([stream.ends(topic), checkpoints.of(group, topic)])
  const counters: Record<string, number> = {}
  let unread = 0
  for (const { partition, position, state } of places) {
    unread += Math.max(
      0,
      (ends[partition]?.next ?? position) - Math.max(position, ends[partition]?.first ?? 0)
    )
    const { counters: counted = {} }: { counters?: Record<string, number> } = JSON.parse(state ?? '{}')
    for (const [name, count] of Object.entries(counted)) counters[name] = (counters[name] ?? 0) + count
  }
  return { unread, counters }
}
