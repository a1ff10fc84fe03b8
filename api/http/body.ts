import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { describeJsonFault } from '../../files/json/json-fault.ts'
import { Failure } from '../../ports/errors.ts'
import { describeField } from '../../ports/invalid-field.ts'
import type { JsonBody } from './call.ts'
import { scanJson } from './json-scan.ts'

/** JSON as RFC 8259 has it, without duplicate keys and not too deep. Throws Failure('invalid-body'). */
export function readJson(given: Buffer, maxDepth: number, firstLine = 1): JsonBody {
  const bytes = withoutMark(given)
  if (!isUtf8(bytes)) throw new Failure('invalid-body', 'the body is not UTF-8: encode it so')
  const { members, fault } = scanJson(bytes, maxDepth)
  if (fault)
    throw new Failure('invalid-body', `${describeField(fault.field)} ${fault.reason}`, {
      ...fault,
      faults: [fault]
    })
  const text = bytes.toString('utf8')
  try {
    return { value: JSON.parse(text), text, bytes, members }
  } catch (cause) {
    throw new Failure('invalid-body', `the body is not JSON: ${describeJsonFault(text, firstLine)}`, {
      cause
    })
  }
}

/** The text of one member of the body's object, as it was sent. */
export function memberText({ text, bytes, members }: JsonBody, name: string): string {
  const found = members.find(each => each.name === name)
  if (!found) throw new Error(`the body has no member ${name}`)
  const { start, end } = found
  // Of ASCII a byte is a character, and a slice of the text no copy.
  return (text.length === bytes.length ? text.slice(start, end) : bytes.toString('utf8', start, end)).trim()
}

/** Some programs write a byte order mark before JSON; RFC 8259 lets a reader ignore it. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** Whether a request has a body (RFC 9112, 6.3). A media type alone does not make one. */
export function isBodySent(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
