/** One event of a text/event-stream. */
interface ServerEvent {
  /** Null without one. With an id alone (no data) it is no event, but where to resume. */
  readonly id: string | null
  readonly name: string
  readonly data: string | null
}

/**
 * The events of a text/event-stream, as the HTML standard parses it. Ends with the stream; an event that was cut off is
 * dropped. `onBytes` is called with every piece that comes, comments included.
 */
export async function* readServerEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void
): AsyncGenerator<ServerEvent, void, undefined> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let lines: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      text += decoder.decode(value, { stream: true })
      // A carriage return at the end may be half of a line end.
      const found = text.split(/\r\n|\n|\r(?!$)/)
      text = found.pop() ?? ''
      for (const line of found) {
        if (line !== '') {
          lines.push(line)
          continue
        }
        const event = parse(lines)
        lines = []
        if (event) yield event
      }
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function parse(lines: readonly string[]): ServerEvent | null {
  let id: string | null = null
  let name = 'message'
  const data: string[] = []
  for (const line of lines) {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'id') id = value
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
  }
  if (id === null && data.length === 0) return null
  return { id, name, data: data.length > 0 ? data.join('\n') : null }
}
