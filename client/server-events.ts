import { createParser } from 'eventsource-parser'

/** One event of a text/event-stream. */
interface ServerEvent {
  /** Null: the event has none. An id without data is the position to resume from, not an event. */
  readonly id: string | null
  readonly name: string
  readonly data: string | null
}

/**
 * Parses the events of a text/event-stream as the HTML standard does. Ends with the stream and drops an event that was cut
 * off. Calls `onBytes` with every chunk that arrives, comments included.
 */
export async function* readServerEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void
): AsyncGenerator<ServerEvent, void, undefined> {
  let events: ServerEvent[] = []
  const parser = createParser({
    onId: id => void events.push({ id, name: 'message', data: null }),
    onEvent({ id, event = 'message', data }) {
      // The parser has called onId with the id of this event.
      if (id !== undefined) events.pop()
      events.push({ id: id ?? null, name: event, data })
    }
  })
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      parser.feed(decoder.decode(value, { stream: true }))
      yield* events
      events = []
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}
