import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

export interface DrainLimits {
  readonly bytes: number
  /** Limit for callers without a key. */
  readonly unauthenticatedBytes: number
  readonly seconds: number
  readonly silentSeconds: number
}

/** Node itself reads and discards a body of this size, and keeps the connection. */
const SMALL_BYTES = 65_536

/** Returns whether the caller is still sending the body. */
export function isBodyUnderWay({ complete, headers }: IncomingMessage): boolean {
  if (complete !== false) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > SMALL_BYTES
}

/**
 * Answers a request whose body is rejected. The answer is written at once, but ends, and with it the connection, only after
 * the body was read and discarded. Otherwise the connection would be reset because of its unread bytes, and a client that
 * sends everything before it reads would see no answer.
 */
export function answerBesideBody(
  answer: string,
  request: IncomingMessage,
  maxBytes: number,
  limits: DrainLimits
): Readable {
  return Readable.from(writeAndDrain(answer, request, maxBytes, limits), { objectMode: false })
}

async function* writeAndDrain(
  answer: string,
  request: IncomingMessage,
  maxBytes: number,
  limits: DrainLimits
): AsyncGenerator<string> {
  yield answer
  await drain(request, maxBytes, limits)
}

/**
 * Reads and discards the body until its end, until `seconds` have passed, or until nothing arrives for `silentSeconds`. After
 * `maxBytes` it stops reading and waits once more for `silentSeconds`, so that the client can read its answer.
 */
function drain(
  request: IncomingMessage,
  maxBytes: number,
  { seconds, silentSeconds }: DrainLimits
): Promise<void> {
  return new Promise(resolve => {
    let left = maxBytes
    const silence = setTimeout(end, silentSeconds * 1000)
    const timer = setTimeout(end, seconds * 1000)
    request.on('data', drop).once('end', end).once('close', end).once('error', end).resume()

    function drop(piece: Buffer): void {
      left -= piece.length
      silence.refresh()
      if (left < 0) request.pause()
    }
    function end(): void {
      clearTimeout(silence)
      clearTimeout(timer)
      request.off('data', drop)
      resolve()
    }
  })
}
