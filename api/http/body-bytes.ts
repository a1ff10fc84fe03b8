import type { Readable } from 'node:stream'
import { Failure } from '../../ports/errors.ts'
import type { BodyShare } from './body-budget.ts'

interface BodyReading {
  /** The request's share of the body budget: nothing is read before the share has room. */
  readonly share: BodyShare
  /** A body that sends no byte for this long is rejected; null: no limit. */
  readonly silentSeconds: number | null
}

/** A body that the handler reads piece by piece. */
export class StreamedBody {
  readonly #payload: Readable
  readonly #share: BodyShare

  constructor(payload: Readable, share: BodyShare) {
    this.#payload = payload
    this.#share = share
  }

  pieces(silentSeconds: number | null): AsyncGenerator<Buffer> {
    return readPieces(this.#payload, { share: this.#share, silentSeconds })
  }

  /** Returns bytes that are no longer in memory to the budget. */
  readonly release = (bytes: number): void => this.#share.release(bytes)
}

/** Expects a request whose media type is one of newline-delimited JSON. */
export function requireStreamedBody(body: unknown): StreamedBody {
  if (body instanceof StreamedBody) return body
  throw new TypeError('the body is not newline-delimited JSON')
}

const STEP_BYTES = 65_536

/**
 * Reads a whole body; a body of one piece is not copied. Throws Failure('body-too-large'), with or without Content-Length,
 * Failure('request-timeout') when the body stalls, Failure('overloaded') when the budget has no room, and
 * Failure('invalid-body') when the connection ends before the body.
 */
export async function readBytes(
  payload: Readable,
  declaredLength: string | undefined,
  maxBytes: number,
  { share, silentSeconds }: BodyReading
): Promise<Buffer> {
  let reserved = Number(declaredLength ?? 0)
  if (reserved > maxBytes) throw tooLarge(maxBytes)
  const room = share.reserve(reserved)
  if (room) await room
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let size = 0
    const timer =
      silentSeconds === null
        ? undefined
        : setTimeout(() => fail(tooSlow(silentSeconds)), silentSeconds * 1000)
    payload.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff)

    function take(piece: Buffer): void {
      timer?.refresh()
      size += piece.length
      if (size > maxBytes) {
        fail(tooLarge(maxBytes))
        return
      }
      pieces.push(piece)
      if (size <= reserved) return
      const step = Math.max(size - reserved, STEP_BYTES)
      reserved += step
      const more = share.reserve(step)
      if (!more) return
      payload.pause()
      more.then(() => payload.resume(), fail)
    }
    function end(): void {
      stop()
      const [first] = pieces
      resolve(first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces))
    }
    function breakOff(cause?: Error): void {
      fail(
        new Failure('invalid-body', 'the connection ended before the body: send the whole body', { cause })
      )
    }
    function fail(error: Error): void {
      stop()
      reject(error)
    }
    function stop(): void {
      clearTimeout(timer)
      payload.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff)
    }
  })
}

/** Yields the pieces of a body, each as soon as the budget has room for it. Throws the errors of `readBytes`. */
async function* readPieces(payload: Readable, { share, silentSeconds }: BodyReading): AsyncGenerator<Buffer> {
  const pieces = payload.iterator({ destroyOnReturn: false })
  let giveUp = (): void => {}
  const silence = new Promise<never>((_, reject) => {
    giveUp = () => reject(tooSlow(silentSeconds ?? 0))
  })
  silence.catch(() => {})
  const timer = silentSeconds === null ? undefined : setTimeout(giveUp, silentSeconds * 1000)
  try {
    for (;;) {
      const { done, value } = await Promise.race([nextPiece(pieces), silence])
      if (done) return
      const room = share.reserve(value.length)
      if (room) await room
      yield value
      timer?.refresh()
    }
  } finally {
    clearTimeout(timer)
  }
}

async function nextPiece(pieces: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
  try {
    return await pieces.next()
  } catch (cause) {
    throw new Failure('invalid-body', 'the connection ended before the body: send the whole body', { cause })
  }
}

export function tooLarge(maxBytes: number): Failure {
  return new Failure(
    'body-too-large',
    `the body has more than ${maxBytes} bytes: send it in several requests`
  )
}

function tooSlow(seconds: number): Failure {
  return new Failure('request-timeout', `the body stalled for ${seconds} s: send it again without a pause`)
}
