import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoints } from './checkpoints.ts'

/** How far the readers of a topic have come, and what they have counted. */
interface Collected {
  /** Messages that are not yet part of a checkpoint. 0 where nobody has ever read: then nobody is waited for. */
  readonly unread: number
  /** By name, over all partitions. */
  readonly counters: Readonly<Record<string, number>>
}

export interface CollectedParts {
  readonly stream: Pick<EventStream, 'ends'>
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly topic: string
  readonly group: string
}

/** As of the last checkpoints. */
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
    const { counters: counted = {} } = JSON.parse(state ?? '{}') as { counters?: Record<string, number> }
    for (const [name, count] of Object.entries(counted)) counters[name] = (counters[name] ?? 0) + count
  }
  return { unread, counters }
}
