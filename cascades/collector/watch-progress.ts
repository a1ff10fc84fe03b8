import type { Clock } from '../../ports/clock.ts'
import type { EventStream } from '../../ports/stream.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'

export interface ReadingProgress {
  /** Partitions with something to read. */
  readonly waiting: readonly number[]
  /** Those of them that were read no further for long, and why where the stream says. */
  readonly stalled: readonly { readonly partition: number; readonly reason: string | null }[]
  /** Any was read further since the last look. */
  readonly isMoving: boolean
}

/** Compares the checkpoints of a group with the end of its topic, at each call with the call before. */
export function buildProgressWatch(parts: {
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly clock: Clock
  readonly topic: string
  readonly group: string
  /** The partitions owned by this process; where there are none, all are looked at. */
  readonly owned: () => readonly number[]
  readonly stallSeconds: number
}): () => Promise<ReadingProgress> {
  const { stream, checkpoints, clock, topic, group, owned, stallSeconds } = parts
  const before = new Map<number, { readonly position: number; readonly since: number }>()

  /** What lies ahead may be no message but a marker of the broker's: then there is nothing to read. */
  async function peek(partition: number, position: number) {
    try {
      const records = await stream.read(topic, partition, position, 1)
      return { isMessage: records.length > 0, reason: null }
    } catch (error) {
      return { isMessage: true, reason: (error as Error).message }
    }
  }

  return async () => {
    const [ends, places] = await Promise.all([stream.ends(topic), checkpoints.of(group, topic)]).catch(
      error => {
        // While a server is away nothing can be read: that is no stall of the reader's.
        before.clear()
        throw error
      }
    )
    const positions = new Map(places.map(({ partition, position }) => [partition, position]))
    const ours = new Set(owned())
    const waiting: number[] = []
    const stalled: { partition: number; reason: string | null }[] = []
    let isMoving = false
    for (const { partition, first, next } of ends) {
      if (ours.size > 0 && !ours.has(partition)) {
        before.delete(partition)
        continue
      }
      const position = Math.max(first, positions.get(partition) ?? 0)
      const last = before.get(partition)
      const now = clock.monotonic()
      if (position >= next || last?.position !== position) {
        isMoving ||= last !== undefined && last.position !== position
        before.set(partition, { position, since: now })
        if (position < next) waiting.push(partition)
        continue
      }
      const isLong = now - last.since > stallSeconds * 1_000
      const ahead = isLong ? await peek(partition, position) : { isMessage: true, reason: null }
      if (!ahead.isMessage) continue
      waiting.push(partition)
      if (isLong) stalled.push({ partition, reason: ahead.reason })
    }
    return { waiting, stalled, isMoving }
  }
}
