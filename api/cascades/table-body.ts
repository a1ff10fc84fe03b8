import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import type { FileFault } from '../../files/file-fault.ts'
import { Failure } from '../../ports/errors.ts'
import { readJson } from '../http/body.ts'
import type { Call, JsonBody } from '../http/call.ts'
import type { ApiLimits } from '../settings.ts'

type Query = Call<'submitCascade'>['query']

/** A table sent to `POST /cascades`: the same submission as JSON, and notes on how the table was read. */
interface TableBody {
  readonly json: JsonBody
  readonly notes: readonly string[]
}

/** The event loop handles other requests between two pieces. */
const PIECE_BYTES = 1 << 18

const unpack = promisify(gunzip)

/**
 * Reads a table, which may be gzipped, with the file reader of the page and the command line. The reader is loaded with the
 * first table. Throws Failure('invalid-body' | 'body-too-large') with the message of the reader.
 */
export async function readTableBody(
  { body, bodyShare }: Pick<FastifyRequest, 'body' | 'bodyShare'>,
  query: Query,
  limits: ApiLimits
): Promise<TableBody> {
  const { FileReader, requireOneCascade } = await import('../../files/file-reader.ts')
  const { listEvents } = await import('../../files/list-events.ts')
  const { isGzip } = await import('../../files/decode-text.ts')
  const {
    id,
    window,
    windowSeconds,
    model,
    deadline,
    callback,
    ignoreColumns,
    exceeds: _,
    ...answers
  } = query
  if (!Buffer.isBuffer(body)) throw new TypeError('the body of a table is bytes')
  const isPacked = isGzip(body)
  // The unpacked bytes count in the body budget.
  if (isPacked) await bodyShare?.reserve(limits.bodyBytes)
  const bytes = isPacked ? await unpackBody(body, limits.bodyBytes) : body
  const ignored = ignoreColumns === undefined ? {} : { ignoreColumns: ignoreColumns.split(',') }
  try {
    const reader = new FileReader({ ...answers, ...ignored }, { eventLimit: limits.events })
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      reader.push(bytes.subarray(at, at + PIECE_BYTES))
      await setImmediate()
    }
    const content = reader.end()
    const events = listEvents(requireOneCascade(content))
    const submission = JSON.stringify({ id, window, windowSeconds, model, deadline, callback, events })
    return { json: readJson(Buffer.from(submission), limits.depth), notes: content.notes }
  } catch (error) {
    throw isFileFault(error) ? toFailure(error) : error
  }
}

/** Throws Failure('invalid-query'): all query parameters but `exceeds` apply only to tables. */
export function refuseTableParameters({ exceeds: _, ...query }: Query): void {
  const [name] = Object.keys(query)
  if (name !== undefined)
    throw new Failure('invalid-query', `${name} is for tables only: send it as a field of the JSON body`, {
      field: name
    })
}

function isFileFault(error: unknown): error is FileFault {
  return error instanceof Error && error.name === 'FileFault'
}

function toFailure(fault: FileFault): Failure {
  const { question, message } = fault
  if (question === null) return new Failure('invalid-body', message, { cause: fault })
  const choices = question.choices.map(choice => JSON.stringify(choice)).join(', ')
  const reason = choices === '' ? 'is missing' : `is missing: send one of ${choices}`
  return new Failure('invalid-body', message, {
    cause: fault,
    field: question.answer,
    faults: [{ field: question.answer, reason }]
  })
}

async function unpackBody(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unpack(body, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError
    throw isTooLarge
      ? new Failure('body-too-large', `the unpacked body has more than ${maxBytes} bytes`, { cause })
      : new Failure('invalid-body', 'the body is damaged or truncated gzip: send it again', { cause })
  }
}
