import { buildBackoff } from '../ports/retry/backoff.ts'
import type { Connection } from './connection.ts'
import { GroundswellError, retryAfterMs, toResponseError } from './error.ts'
import { describeNetworkError, isTransient } from './send.ts'
import { readServerEvents } from './server-events.ts'
import { sleep } from './sleep.ts'
import type { FollowOptions } from './types.ts'

/**
 * Yields the events of a feed, each once and in order. When the stream is lost, it reopens it after the last event, with
 * exponential backoff, until the signal fires or the caller stops. Rejects with GroundswellError if all attempts of the
 * first opening fail, or if a later opening fails permanently. `Event`: the type of the events of this URL.
 */
export async function* follow<Event>(
  connection: Connection,
  url: string,
  { signal, lastEventId, onConnection }: FollowOptions = {}
): AsyncGenerator<Event, void, undefined> {
  let lastId = lastEventId ?? null
  let state: 'new' | 'open' | 'lost' = 'new'
  const { retryPolicy } = connection
  const backoff = buildBackoff(retryPolicy, { clock: { sleep } })
  for (;;) {
    let requestedDelayMs: number | null = null
    const stream = openStream(connection, url, lastId, signal)
    try {
      const body = await stream.open()
      state = 'open'
      onConnection?.('open')
      for await (const { id, name, data } of readServerEvents(body, stream.restartTimer)) {
        if (name !== 'gap' && id !== null && lastId !== null && sequenceOf(id) <= sequenceOf(lastId)) continue
        lastId = id ?? lastId
        if (data === null) continue
        backoff.reset()
        yield { id, name, data: parseData(url, data) } as Event
      }
    } catch (cause) {
      signal?.throwIfAborted()
      const error = stream.toError(cause)
      if (!isTransient(error) || (state === 'new' && backoff.failures + 1 >= retryPolicy.maxAttempts))
        throw error
      requestedDelayMs = retryAfterMs(error)
    } finally {
      stream.close()
    }
    signal?.throwIfAborted()
    if (state === 'open') {
      state = 'lost'
      onConnection?.('lost')
    }
    await backoff.wait(signal, requestedDelayMs)
  }
}

/** The number in an event id. Numbers rise within one history. */
function sequenceOf(id: string): number {
  return Number.parseInt(id, 10)
}

function parseData(url: string, data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (cause) {
    throw new GroundswellError('unexpected-answer', `${url} sent an event that is not JSON`, { cause })
  }
}

/** One connection. It is closed after `silenceSeconds` without a byte. */
function openStream(connection: Connection, url: string, lastId: string | null, signal?: AbortSignal) {
  const { silenceSeconds } = connection
  const end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => end.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })

  function restartTimer(): void {
    clearTimeout(timer)
    const silence = new GroundswellError('timeout', `${url}: no data for ${silenceSeconds} s`)
    timer = setTimeout(() => end.abort(silence), silenceSeconds * 1000)
  }

  async function open(): Promise<ReadableStream<Uint8Array>> {
    signal?.throwIfAborted()
    restartTimer()
    const headers = {
      ...connection.headers,
      accept: 'text/event-stream, application/problem+json',
      ...(lastId === null ? {} : { 'last-event-id': lastId })
    }
    const response = await connection.fetch(url, { headers, signal: end.signal })
    if (!response.ok) throw toResponseError(response, await response.text())
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
      throw new GroundswellError('unexpected-answer', `${url} did not return an event stream`, {
        status: response.status
      })
    return response.body
  }

  function toError(error: unknown): GroundswellError {
    if (error instanceof GroundswellError) return error
    return new GroundswellError('network', describeNetworkError(url, error), { cause: error })
  }

  function close(): void {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    end.abort()
  }

  return { open, restartTimer, toError, close }
}
