import { isUtf8 } from 'node:buffer'
import { Failure } from '../../ports/errors.ts'
import type { JsonBody } from './call.ts'
import { scanJson } from './json-scan.ts'

/** JSON as RFC 8259 has it, without duplicate keys and not too deep. Throws Failure('invalid-body'). */
export function readJson(bytes: Buffer, maxDepth: number): JsonBody {
  if (!isUtf8(bytes)) throw new Failure('invalid-body', 'the body is not UTF-8')
  const { members, fault } = scanJson(bytes, maxDepth)
  if (fault)
    throw new Failure('invalid-body', `${fault.field} ${fault.reason}`, { ...fault, faults: [fault] })
  try {
    return { value: JSON.parse(bytes.toString('utf8')), bytes, members }
  } catch (cause) {
    throw new Failure('invalid-body', `the body is not JSON: ${(cause as Error).message}`, { cause })
  }
}

/** The text of one member of the body's object, as it was sent. */
export function memberText({ bytes, members }: JsonBody, name: string): string {
  const member = members.find(each => each.name === name)!
  return bytes.toString('utf8', member.start, member.end).trim()
}
