import type { Clock } from '../../ports/clock.ts'
import { type CascadeEvent, type Watermark, writeEvent, writeWatermark } from '../../ports/messages.ts'
import type { EventStream } from '../../ports/stream.ts'

/** Appends a source's events to the stream. */
export interface StreamWriter {
  /**
   * Appends events in order, then the watermark to every partition. Waits first while the readers are too far behind, and
   * resolves once all is durable. Rejects when `signal` is aborted while it waits.
   */
  send(events: readonly CascadeEvent[], watermark: Watermark | null, signal: AbortSignal): Promise<void>
}

interface StreamWriterParts {
  readonly stream: EventStream
  readonly clock: Clock
  readonly topic: string
  /** Counts the messages that the readers have not read yet. */
  readonly countUnread: () => Promise<number>
}

/** Maximum number of unread messages, before sending waits. */
const MAX_UNREAD = 200_000
/** Number of events between two counts of the unread messages. */
const RECOUNT_EVERY = 20_000
const WAIT_MILLISECONDS = 50

export function buildStreamWriter({ stream, clock, topic, countUnread }: StreamWriterParts): StreamWriter {
  let sinceCount = 0

  async function waitForReaders(signal: AbortSignal): Promise<void> {
    while ((await countUnread()) > MAX_UNREAD) {
      await clock.sleep(WAIT_MILLISECONDS, signal)
      signal.throwIfAborted()
    }
  }

  return {
    async send(events, watermark, signal) {
      sinceCount += events.length
      if (sinceCount >= RECOUNT_EVERY) {
        await waitForReaders(signal)
        sinceCount = 0
      }
      const messages = events.map(event => ({ key: event.cascadeId, value: writeEvent(event) }))
      const appended = [stream.append(topic, messages)]
      if (watermark !== null) {
        const message = { key: watermark.source, value: writeWatermark(watermark) }
        const partitions = await stream.partitions(topic)
        for (let partition = 0; partition < partitions; partition++)
          appended.push(stream.append(topic, [message], { partition }))
      }
      await Promise.all(appended)
    }
  }
}
