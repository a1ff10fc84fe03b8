import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'

interface FrameSocketOptions {
  /** Returns the address of the next connection. */
  readonly address: () => string
  readonly clock: Clock
  readonly log: Log
}

const POLICY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 60_000 }
/** Time without a frame after which a connection counts as broken; the feed is never silent for so long. */
const SILENCE_MILLISECONDS = 30_000
/** Number of buffered frames at which the connection is closed. It is reopened once they are read. */
const MAX_WAITING = 5_000
const MAX_FRAME_CHARACTERS = 1_000_000

/**
 * Yields runs of text frames of a WebSocket until `signal` aborts, and reconnects with exponential backoff. A WebSocket
 * cannot be paused, so a reader that is too slow loses the connection; `address` then says where to continue.
 */
export async function* readFrames(
  { address, clock, log }: FrameSocketOptions,
  signal: AbortSignal
): AsyncGenerator<readonly string[]> {
  const backoff = buildBackoff(POLICY, { clock })
  while (!signal.aborted) {
    let waiting: string[] = []
    let isFull = false
    let wake = () => {}
    let closed: string | null = null
    const socket = new WebSocket(address())
    const end = (reason: string) => {
      closed ??= reason
      wake()
    }
    const onAbort = () => end('stopped')
    signal.addEventListener('abort', onAbort, { once: true })
    socket.addEventListener('close', ({ code }) => end(`closed with ${code}`))
    socket.addEventListener('error', () => end('failed'))
    socket.addEventListener('message', ({ data }) => {
      if (isFull || typeof data !== 'string' || data.length > MAX_FRAME_CHARACTERS) return
      waiting.push(data)
      if (waiting.length >= MAX_WAITING) {
        isFull = true
        end('the reader is too slow')
        socket.close()
      }
      wake()
    })
    try {
      while (closed === null || waiting.length > 0) {
        if (waiting.length === 0) {
          const isSilent = await new Promise<boolean>(resolve => {
            const timer = setTimeout(() => resolve(true), SILENCE_MILLISECONDS)
            wake = () => {
              clearTimeout(timer)
              resolve(false)
            }
          })
          if (isSilent) end('silent')
          continue
        }
        const run = waiting
        waiting = []
        backoff.reset()
        yield run
        if (signal.aborted) return
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      socket.close()
    }
    if (signal.aborted) return
    const delayMs = isFull ? 0 : backoff.next()
    log.info('live feed disconnected, reconnecting', { reason: closed, milliseconds: delayMs })
    await clock.sleep(delayMs, signal)
  }
}
