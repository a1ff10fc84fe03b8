import type { Clock } from '../../ports/clock.ts'
import { type CascadeEvent, type Watermark, writeEvent, writeWatermark } from '../../ports/messages.ts'
import type { EventStream } from '../../ports/stream.ts'

/** The way from a source onto the stream. */
export interface StreamWriter {
  /**
   * Appends events in their order, then the watermark to every partition; resolves once all is durable, and the readers
   * are not too far behind. Rejects when `signal` is aborted while it waits for them.
   */
  send(events: readonly CascadeEvent[], watermark: Watermark | null, signal: AbortSignal): Promise<void>
}

interface StreamWriterParts {
  readonly stream: EventStream
  readonly clock: Clock
  readonly topic: string
  /** Messages that nobody has read yet. */
  readonly countUnread: () => Promise<number>
}

/** Unread messages above which nothing more is sent, and how many are sent between two looks. */
const MAX_UNREAD = 200_000
const LOOK_EVERY = 20_000
const WAIT_MILLISECONDS = 50

export function buildStreamWriter({ stream, clock, topic, countUnread }: StreamWriterParts): StreamWriter {
  let sinceLook = 0

  async function waitForReaders(signal: AbortSignal): Promise<void> {
    while ((await countUnread()) > MAX_UNREAD) {
      await clock.sleep(WAIT_MILLISECONDS, signal)
      signal.throwIfAborted()
    }
  }

  return {
    async send(events, watermark, signal) {
      sinceLook += events.length
      if (sinceLook >= LOOK_EVERY) {
        await waitForReaders(signal)
        sinceLook = 0
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
