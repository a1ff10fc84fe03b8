import { buildBackoff } from '../ports/retry/backoff.ts'
import type { Connection } from './connection.ts'
import { GroundswellError, retryAfterMs, toError } from './error.ts'
import { describeLoss, isTransient } from './send.ts'
import { readServerEvents } from './server-events.ts'
import { sleep } from './sleep.ts'
import type { FollowOptions } from './types.ts'

interface RawEvent {
  readonly id: string | null
  readonly name: string
  readonly data: unknown
}

/**
 * The events of a feed, each once and in order, however often the stream is lost: it is opened again after the last event
 * seen, with exponential backoff, until the signal fires or the caller stops. Rejects with GroundswellError where the first
 * opening fails for all its attempts, or a later one for a reason that will stay.
 */
export async function* follow(
  connection: Connection,
  url: string,
  { signal, lastEventId, onConnection }: FollowOptions = {}
): AsyncGenerator<RawEvent, void, undefined> {
  let last = lastEventId ?? null
  let state: 'new' | 'open' | 'lost' = 'new'
  const { retryPolicy } = connection
  const backoff = buildBackoff(retryPolicy, { clock: { sleep } })
  for (;;) {
    let askedMs: number | null = null
    const stream = openStream(connection, url, last, signal)
    try {
      const body = await stream.open()
      state = 'open'
      onConnection?.('open')
      for await (const { id, name, data } of readServerEvents(body, stream.heard)) {
        if (name !== 'gap' && id !== null && last !== null && sequenceOf(id) <= sequenceOf(last)) continue
        last = id ?? last
        if (data === null) continue
        backoff.reset()
        yield { id, name, data: parseData(url, data) }
      }
    } catch (cause) {
      signal?.throwIfAborted()
      const error = stream.explain(cause)
      if (!isTransient(error) || (state === 'new' && backoff.failures + 1 >= retryPolicy.maxAttempts))
        throw error
      askedMs = retryAfterMs(error)
    } finally {
      stream.close()
    }
    signal?.throwIfAborted()
    if (state === 'open') {
      state = 'lost'
      onConnection?.('lost')
    }
    await backoff.wait(signal, askedMs)
  }
}

/** The number in an id: what came before, the same number or a smaller one, was seen. */
function sequenceOf(id: string): number {
  return Number.parseInt(id, 10)
}

function parseData(url: string, data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (cause) {
    throw new GroundswellError('unexpected-answer', `${url} sent an event that is no JSON`, { cause })
  }
}

/** One connection, given up when nothing was heard for too long. */
function openStream(connection: Connection, url: string, last: string | null, signal?: AbortSignal) {
  const { silenceSeconds } = connection
  const end = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => end.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })

  function heard(): void {
    clearTimeout(timer)
    const silence = new GroundswellError('timeout', `${url}: silent for ${silenceSeconds} s`)
    timer = setTimeout(() => end.abort(silence), silenceSeconds * 1000)
  }

  async function open(): Promise<ReadableStream<Uint8Array>> {
    signal?.throwIfAborted()
    heard()
    const headers = {
      ...connection.headers,
      accept: 'text/event-stream, application/problem+json',
      ...(last === null ? {} : { 'last-event-id': last })
    }
    const response = await connection.fetch(url, { headers, signal: end.signal })
    if (!response.ok) throw toError(response, await response.text())
    if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
      throw new GroundswellError('unexpected-answer', `${url} is no event stream`, {
        status: response.status
      })
    return response.body
  }

  function explain(error: unknown): GroundswellError {
    if (error instanceof GroundswellError) return error
    return new GroundswellError('network', describeLoss(url, error), { cause: error })
  }

  function close(): void {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    end.abort()
  }

  return { open, heard, explain, close }
}
