import { retry } from '../ports/retry/retry.ts'
import type { Connection } from './connection.ts'
import { GroundswellError, retryAfterMs, toError } from './error.ts'
import { type Repeat, type RoutedId, routes } from './routes.ts'
import { sleep } from './sleep.ts'
import type { AnswerOf } from './types.ts'

export interface Sending {
  /** The parameters in the path. */
  readonly path?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** Ask the service to hold its answer for as long. */
  readonly waitSeconds?: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Calls an operation, retried with exponential backoff where that can do nothing twice. Rejects with GroundswellError, or with
 * the signal's reason.
 */
export async function send<Id extends RoutedId>(
  connection: Connection,
  id: Id,
  sending: Sending = {}
): Promise<AnswerOf<Id>> {
  return (await call(connection, id, sending, 'json')) as AnswerOf<Id>
}

/** The same for what is answered in bytes. */
export async function download(
  connection: Connection,
  id: RoutedId,
  sending: Sending = {}
): Promise<Uint8Array<ArrayBuffer>> {
  return (await call(connection, id, sending, 'bytes')) as Uint8Array<ArrayBuffer>
}

type Answer = 'json' | 'bytes'

async function call(
  connection: Connection,
  id: RoutedId,
  sending: Sending,
  answer: Answer
): Promise<unknown> {
  const [, , repeat] = routes[id]
  const { idempotencyKey = makeKey() } = sending
  const init = buildInit(
    connection,
    id,
    repeat === 'keyed' ? { ...sending, idempotencyKey } : sending,
    answer
  )
  const url = buildUrl(connection, routes[id][1], sending)
  const seconds = connection.timeoutSeconds + (sending.waitSeconds ?? 0)
  return retry(() => sendOnce(connection, url, init, seconds, sending.signal, answer), {
    policy: connection.retryPolicy,
    clock: { sleep },
    signal: sending.signal,
    isRetryable: error => error instanceof GroundswellError && mayRepeat(error, repeat),
    retryAfterMs
  })
}

function buildInit({ headers }: Connection, id: RoutedId, sending: Sending, answer: Answer): RequestInit {
  const { body, idempotencyKey, waitSeconds } = sending
  return {
    method: routes[id][0],
    headers: {
      ...headers,
      accept: `${types[answer]}, application/problem+json`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  }
}

const types = { json: 'application/json', bytes: 'application/octet-stream' } as const

/** The address of a path of the contract, its parameters and query put in. */
export function buildUrl(
  { base }: Connection,
  template: string,
  { path = {}, query = {} }: Pick<Sending, 'path' | 'query'>
): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!))
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]))
  return `${base}${filled}${search.size > 0 ? `?${search}` : ''}`
}

async function sendOnce(
  { fetch }: Connection,
  url: string,
  init: RequestInit,
  seconds: number,
  signal: AbortSignal | undefined,
  answer: Answer
): Promise<unknown> {
  const late = AbortSignal.timeout(seconds * 1000)
  let response: Response
  let text: string
  try {
    response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, late]) : late })
    if (response.ok && answer === 'bytes') return new Uint8Array(await response.arrayBuffer())
    text = await response.text()
  } catch (cause) {
    signal?.throwIfAborted()
    if (late.aborted)
      throw new GroundswellError('timeout', `${url}: no answer within ${seconds} s`, { cause })
    throw new GroundswellError('network', describeLoss(url, cause), { cause })
  }
  if (!response.ok) throw toError(response, text)
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { status } = response
    throw new GroundswellError('unexpected-answer', `${url} answered with something that is no JSON`, {
      status,
      cause
    })
  }
}

/** fetch says 'fetch failed'; what did is its cause, in Node. */
export function describeLoss(url: string, error: unknown): string {
  const { message, cause } = error as Error
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : message
  return `${url}: ${lossWords[readCode(error) ?? ''] ?? reason}`
}

/** For the codes of the system, which say nothing to a person. */
const lossWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up just now',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network'
}

const transient = [429, 502, 503, 504]

/** Whether it may come out otherwise later, whatever was sent. */
export function isTransient({ code, status }: GroundswellError): boolean {
  return code === 'network' || code === 'timeout' || (status !== null && transient.includes(status))
}

function mayRepeat(error: GroundswellError, repeat: Repeat): boolean {
  if (repeat !== 'once') return isTransient(error)
  return error.status === 429 || neverSent.includes(readCode(error.cause) ?? '')
}

/** No connection came about, as Node tells it: nothing can have been done. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']

function readCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null
}

/** 128 random bits. crypto.randomUUID is not there on pages that came by plain http. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
