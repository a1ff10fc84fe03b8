import type { Clock } from '../../ports/clock.ts'
import type { EventStream } from '../../ports/stream.ts'
import { toError } from '../../ports/to-error.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'

export interface ReadingProgress {
  /** Partitions with unread messages. */
  readonly waiting: readonly number[]
  /** Waiting partitions without progress for stallSeconds, with the stream's error if it reports one. */
  readonly stalled: readonly { readonly partition: number; readonly reason: string | null }[]
  /** Whether any position moved since the last call. */
  readonly isMoving: boolean
}

/** Builds a function that compares the checkpoints of a group with the ends of its topic, and with its previous call. */
export function buildProgressWatch(parts: {
  readonly stream: Pick<EventStream, 'ends' | 'read'>
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly clock: Clock
  readonly topic: string
  readonly group: string
  /** The partitions owned by this process; if it owns none, all are checked. */
  readonly owned: () => readonly number[]
  readonly stallSeconds: number
}): () => Promise<ReadingProgress> {
  const { stream, checkpoints, clock, topic, group, owned, stallSeconds } = parts
  const before = new Map<number, { readonly position: number; readonly since: number }>()

  /** Reads the next record: a position that holds a marker of the broker and no message is not waiting. */
  async function peek(partition: number, position: number) {
    try {
      const records = await stream.read(topic, partition, position, 1)
      return { isMessage: records.length > 0, reason: null }
    } catch (error) {
      return { isMessage: true, reason: toError(error).message }
    }
  }

  return async () => {
    const [ends, places] = await Promise.all([stream.ends(topic), checkpoints.of(group, topic)]).catch(
      error => {
        // While a server is unavailable nothing can be read, which is not a stall of the reader.
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
