import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { describeJsonFault } from '../../files/json/json-fault.ts'
import { Failure } from '../../ports/errors.ts'
import { describeField } from '../../ports/invalid-field.ts'
import type { JsonBody } from './call.ts'
import { scanJson } from './json-scan.ts'

/** Parses JSON (RFC 8259). Throws Failure('invalid-body'), also for duplicate keys and for nesting beyond `maxDepth`. */
export function readJson(given: Buffer, maxDepth: number, firstLine = 1): JsonBody {
  const bytes = withoutMark(given)
  if (!isUtf8(bytes)) throw new Failure('invalid-body', 'the body is not UTF-8: encode it as UTF-8')
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

/** Returns the original text of one member of the body's object. */
export function memberText({ text, bytes, members }: JsonBody, name: string): string {
  const found = members.find(each => each.name === name)
  if (!found) throw new Error(`the body has no member ${name}`)
  const { start, end } = found
  // In ASCII text, byte offsets are character offsets, and a slice of a string is not a copy.
  return (text.length === bytes.length ? text.slice(start, end) : bytes.toString('utf8', start, end)).trim()
}

/** Removes a byte order mark, which RFC 8259 allows a reader to ignore. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

/** Returns whether a request has a body (RFC 9112, 6.3); a Content-Type alone is not a body. */
export function isBodySent(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}
