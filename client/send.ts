import { retry } from '../ports/retry/retry.ts'
import type { Connection } from './connection.ts'
import { GroundswellError, retryAfterMs, toResponseError } from './error.ts'
import { type Repeat, type RoutedId, routes } from './routes.ts'
import { sleep } from './sleep.ts'
import type { AcceptedOf, AnswerOf, SubmitOptions } from './types.ts'

export interface Sending {
  /** The parameters in the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** How long the service may delay its answer (Prefer: wait). */
  readonly waitSeconds?: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Calls an operation. Retries it with exponential backoff if a repetition cannot have an effect twice. Rejects with
 * GroundswellError, or with the signal's reason.
 */
export async function send<Id extends RoutedId>(
  connection: Connection,
  id: Id,
  sending: Sending = {}
): Promise<AnswerOf<Id>> {
  return call(connection, id, sending, { type: JSON_TYPE, read: readJson<AnswerOf<Id>> })
}

/** Submits without waiting for the result. Retries and rejects as `send` does. */
export async function submit<Id extends 'submitCascade' | 'submitPrediction' | 'submitToPredictor'>(
  connection: Connection,
  id: Id,
  sending: Pick<Sending, 'path' | 'body'>,
  { idempotencyKey, signal }: SubmitOptions = {}
): Promise<AcceptedOf<Id>> {
  const keyed = { ...sending, signal, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }
  return call(connection, id, keyed, { type: JSON_TYPE, read: readJson<AcceptedOf<Id>> })
}

/** Calls an operation whose answer is bytes. Retries and rejects as `send` does. */
export async function download(
  connection: Connection,
  id: RoutedId,
  sending: Sending = {}
): Promise<Uint8Array<ArrayBuffer>> {
  const read = async (response: Response) => new Uint8Array(await response.arrayBuffer())
  return call(connection, id, sending, { type: 'application/octet-stream', read })
}

const JSON_TYPE = 'application/json'

/** The media type of an answer, and how its body is read. */
interface Reading<Content> {
  readonly type: string
  readonly read: (response: Response, url: string) => Promise<Content>
}

async function call<Content>(
  connection: Connection,
  id: RoutedId,
  sending: Sending,
  { type, read }: Reading<Content>
): Promise<Content> {
  const [, , repeat] = routes[id]
  const { idempotencyKey = makeKey() } = sending
  const init = buildInit(connection, id, repeat === 'keyed' ? { ...sending, idempotencyKey } : sending, type)
  const url = buildUrl(connection, routes[id][1], sending)
  const seconds = connection.timeoutSeconds + (sending.waitSeconds ?? 0)
  return retry(() => sendOnce(connection, url, init, seconds, sending.signal, read), {
    policy: connection.retryPolicy,
    clock: { sleep },
    signal: sending.signal,
    isRetryable: error => error instanceof GroundswellError && mayRepeat(error, repeat),
    retryAfterMs
  })
}

function buildInit({ headers }: Connection, id: RoutedId, sending: Sending, type: string): RequestInit {
  const { body, idempotencyKey, waitSeconds } = sending
  return {
    method: routes[id][0],
    headers: {
      ...headers,
      accept: `${type}, application/problem+json`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  }
}

/** Builds the address of a path of the contract, with its parameters and query. */
export function buildUrl(
  { base }: Connection,
  template: string,
  { path = {}, query = {} }: Pick<Sending, 'path' | 'query'>
): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!))
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return `${base}${filled}${search.size > 0 ? `?${search}` : ''}`
}

async function sendOnce<Content>(
  { fetch }: Connection,
  url: string,
  init: RequestInit,
  seconds: number,
  signal: AbortSignal | undefined,
  read: Reading<Content>['read']
): Promise<Content> {
  const timeout = AbortSignal.timeout(seconds * 1000)
  let response: Response
  let text: string
  try {
    response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, timeout]) : timeout })
    if (response.ok) return await read(response, url)
    text = await response.text()
  } catch (cause) {
    if (cause instanceof GroundswellError) throw cause
    signal?.throwIfAborted()
    if (timeout.aborted)
      throw new GroundswellError('timeout', `${url}: no answer within ${seconds} s`, { cause })
    throw new GroundswellError('network', describeNetworkError(url, cause), { cause })
  }
  throw toResponseError(response, text)
}

async function readJson<Content>(response: Response, url: string): Promise<Content> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { status } = response
    throw new GroundswellError('unexpected-answer', `${url} returned a body that is not JSON`, {
      status,
      cause
    })
  }
}

/** Describes why fetch failed. In Node the reason is the cause of the error: its own message is 'fetch failed'. */
export function describeNetworkError(url: string, error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error))
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : message
  return `${url}: ${descriptions[readCode(error) ?? ''] ?? reason}`
}

/** Descriptions of the error codes of Node. */
const descriptions: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the host name cannot be resolved at the moment',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'the connection timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached'
}

const transientStatuses = [429, 502, 503, 504]

/** Whether the same request may succeed later. */
export function isTransient({ code, status }: GroundswellError): boolean {
  return code === 'network' || code === 'timeout' || (status !== null && transientStatuses.includes(status))
}

function mayRepeat(error: GroundswellError, repeat: Repeat): boolean {
  if (repeat !== 'once') return isTransient(error)
  return error.status === 429 || unsentCodes.includes(readCode(error.cause) ?? '')
}

/** Codes of Node for a connection that was not established: the service cannot have received the request. */
const unsentCodes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']

function readCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null
}

/** 128 random bits in hexadecimal. Pages loaded over plain HTTP have no crypto.randomUUID. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
