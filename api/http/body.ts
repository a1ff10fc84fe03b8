import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { Failure } from '../../ports/errors.ts'
import type { JsonBody } from './call.ts'
import { scanJson } from './json-scan.ts'

/**
 * All bytes of a body; one that came in one piece is not copied.
 * Throws Failure('body-too-large'), whether its size was told or not, and Failure('invalid-body') when it broke off.
 */
export async function readBytes(payload: Readable, told: string | undefined, limit: number): Promise<Buffer> {
  const tooLarge = () => new Failure('body-too-large', `the body has more than ${limit} bytes`)
  if (Number(told) > limit) throw tooLarge()
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let size = 0
    payload.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= limit) pieces.push(piece)
      else reject(tooLarge())
    })
    payload.on('end', () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)))
    payload.on('error', cause => reject(new Failure('invalid-body', 'the body broke off', { cause })))
  })
}

/** JSON as RFC 8259 has it, without duplicate keys and not too deep. Throws Failure('invalid-body'). */
export function readJson(bytes: Buffer, maxDepth: number): JsonBody {
  if (!isUtf8(bytes)) throw new Failure('invalid-body', 'the body is not UTF-8')
  const { members, fault } = scanJson(bytes, maxDepth)
  if (fault)
    throw new Failure('invalid-body', `${fault.field} ${fault.reason}`, { ...fault, faults: [fault] })
  const text = bytes.toString('utf8')
  try {
    return { value: JSON.parse(text), text, bytes, members }
  } catch (cause) {
    throw new Failure('invalid-body', `the body is not JSON: ${(cause as Error).message}`, { cause })
  }
}

/** The text of one member of the body's object, as it was sent. */
export function memberText({ text, bytes, members }: JsonBody, name: string): string {
  const { start, end } = members.find(each => each.name === name)!
  // Of ASCII a byte is a character, and a slice of the text no copy.
  return (text.length === bytes.length ? text.slice(start, end) : bytes.toString('utf8', start, end)).trim()
}
