import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'
import { type CascadeEvent, type Watermark, writeEvent, writeWatermark } from '../../ports/messages.ts'
import type { EventStream, StreamMessage } from '../../ports/stream.ts'
import { type CollectedParts, readCollected } from './collected.ts'

export type FeedEntry = ({ readonly is: 'event' } & CascadeEvent) | ({ readonly is: 'watermark' } & Watermark)

/** The entry point for events of other feeds. */
export interface EventIntake {
  /**
   * Appends entries in order, and resolves once all are durable. After an error some may have been appended; if the caller
   * sends all again, these are duplicates. Throws Failure('backlog-full') when the readers are too far behind, and
   * Failure('stream-unavailable').
   */
  append(entries: readonly FeedEntry[]): Promise<void>
}

interface EventIntakeParts extends CollectedParts {
  readonly stream: EventStream
  readonly clock: Clock
}

const MAX_UNREAD = 500_000
const RECOUNT_MILLISECONDS = 500

export function buildEventIntake(parts: EventIntakeParts): EventIntake {
  const { stream, clock, topic } = parts
  let countedAt = Number.NEGATIVE_INFINITY
  let unread = 0

  async function refuseWhenFull(): Promise<void> {
    if (clock.monotonic() - countedAt >= RECOUNT_MILLISECONDS) {
      countedAt = clock.monotonic()
      unread = (await readCollected(parts)).unread
    }
    if (unread > MAX_UNREAD)
      throw new Failure('backlog-full', `${unread} events wait to be collected: send again later`, {
        retryAfterSeconds: 5
      })
  }

  return {
    async append(entries) {
      await refuseWhenFull()
      const partitions = await stream.partitions(topic)
      const appended: Promise<void>[] = []
      let run: StreamMessage[] = []
      const flush = () => {
        if (run.length > 0) appended.push(stream.append(topic, run))
        run = []
      }
      for (const entry of entries) {
        if (entry.is === 'event') run.push({ key: entry.cascadeId, value: writeEvent(entry) })
        else {
          flush()
          const message = { key: entry.source, value: writeWatermark(entry) }
          for (let partition = 0; partition < partitions; partition++)
            appended.push(stream.append(topic, [message], { partition }))
        }
      }
      flush()
      await Promise.all(appended)
    }
  }
}
