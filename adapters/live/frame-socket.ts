import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'

interface FrameSocketOptions {
  /** The address to connect to, asked for anew at each connection. */
  readonly address: () => string
  readonly clock: Clock
  readonly log: Log
}

const POLICY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 60_000 }
/** A connection without a frame for so long is given up: the feed is never silent. */
const SILENCE_MILLISECONDS = 30_000
/** Frames kept for a busy taker. Beyond, the connection is closed and made again when they are taken. */
const MAX_WAITING = 5_000
const MAX_FRAME = 1_000_000

/**
 * Runs of text frames of a WebSocket, for ever: reconnects by itself, with exponential backoff. A WebSocket cannot be
 * paused, so a taker who is too slow costs the connection; `address` says where to continue.
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
    const onAbort = () => end('told to stop')
    signal.addEventListener('abort', onAbort, { once: true })
    socket.addEventListener('close', ({ code }) => end(`closed with ${code}`))
    socket.addEventListener('error', () => end('failed'))
    socket.addEventListener('message', ({ data }) => {
      if (isFull || typeof data !== 'string' || data.length > MAX_FRAME) return
      waiting.push(data)
      if (waiting.length >= MAX_WAITING) {
        isFull = true
        end('the taker is too slow')
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
    log.info('the live feed is connected again', { reason: closed, milliseconds: delayMs })
    await clock.sleep(delayMs, signal)
  }
}
