export interface ReadEvent {
  /** The number in its id. */
  readonly id: number
  readonly token: string
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
}

/** A reader of /feed that collects the entries after `lastEventId`. */
export interface FeedReader {
  readonly events: readonly ReadEvent[]
  /** Resolves once the service has answered. */
  readonly opened: Promise<void>
  /** Resolves once the feed has ended or failed. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

export function readFeed(
  url: string,
  lastEventId?: number | string,
  onEvent: (event: ReadEvent) => void = () => {}
): FeedReader {
  const events: ReadEvent[] = []
  const leaving = new AbortController()
  const { promise: opened, resolve, reject } = Promise.withResolvers<void>()
  opened.catch(() => {})
  const reading = read().catch(error => {
    reject(error)
    if (!leaving.signal.aborted) throw error
  })
  reading.catch(() => {})

  async function read(): Promise<void> {
    const headers: Record<string, string> =
      lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }
    const response = await fetch(new URL('/feed', url), { headers, signal: leaving.signal })
    if (!response.ok) throw new Error(`the feed answered ${response.status}`)
    resolve()
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) take(block)
    }
  }

  function take(block: string): void {
    const fields = Object.fromEntries(
      block
        .split('\n')
        .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
    )
    if (fields.data === undefined) return
    const token = fields.id ?? ''
    const event = {
      id: Number.parseInt(token, 10),
      token,
      name: fields.event ?? '',
      data: JSON.parse(fields.data)
    }
    events.push(event)
    onEvent(event)
  }

  return {
    events,
    opened,
    ended: reading.catch(() => {}),
    async close() {
      leaving.abort()
      await reading
    }
  }
}
