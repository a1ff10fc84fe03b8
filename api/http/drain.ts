import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

export interface DrainLimits {
  readonly bytes: number
  /** Of a caller without a key, who shall cost nothing. */
  readonly unauthenticatedBytes: number
  readonly seconds: number
  readonly silentSeconds: number
}

/** So little is read and dropped by Node itself, and the connection kept. */
const SMALL_BYTES = 65_536

/** Whether the body of a request that is refused is still on its way. */
export function isBodyUnderWay({ complete, headers }: IncomingMessage): boolean {
  if (complete !== false) return false
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > SMALL_BYTES
}

/**
 * The answer to a request whose body is not wanted. It is written whole at once, but ends (and with it the connection)
 * only when the body has been dropped: a connection closed with bytes unread is reset, and a plain client, which sends
 * all before it reads, would see no answer.
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
 * Reads and drops until the end, so much time, or silence. After so many bytes it reads no more, and waits a last time
 * for the client to see its answer.
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
