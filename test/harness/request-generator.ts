import { document, type Operation, operations } from '../../api/http/contract.ts'
import { jsonTypes } from '../../api/http/media-type.ts'
import type { Random } from '../../learners/random.ts'

export interface GeneratedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

type Schema = Readonly<Record<string, unknown>>

/**
 * Generates requests from the contract, most of them with one or more faults. The same seed gives the same requests.
 * `knownIds` are existing ids, so that not all answers are 404.
 */
export function generateRequest(random: Random, knownIds: readonly string[]): GeneratedRequest {
  const operation = operations[random.integer(operations.length)]!
  const values = buildValues(random, knownIds)
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const { schema } = operation.parameters.path.find(parameter => parameter.name === name)!
    return encodeURIComponent(String(values.of(schema as Schema, name)))
  })
  const body = writeBody(operation, random, values)
  const query = new URLSearchParams()
  // POST /cascades accepts them only with a table; with JSON they would make nearly all requests invalid.
  const isUseless = operation.id === 'submitCascade' && body?.type === 'application/json'
  for (const { name, schema, isRequired } of isUseless ? [] : operation.parameters.query)
    if (isRequired || random.uniform() < 0.3) query.set(name, String(values.of(schema as Schema, name)))
  const headers: Record<string, string> = {}
  for (const { name, schema } of operation.parameters.header)
    if (random.uniform() < 0.3) headers[name.toLowerCase()] = String(values.of(schema as Schema, name))
  if (headers.prefer !== undefined) headers.prefer = random.uniform() < 0.5 ? 'wait=0' : headers.prefer
  if (body) headers['content-type'] = body.type
  const request = { method: operation.method as string, url: path + (query.size ? `?${query}` : ''), headers }
  return mutate(random, { ...request, body: body && Buffer.from(body.text) })
}

function writeBody(
  operation: Operation,
  random: Random,
  values: Values
): { type: string; text: string } | null {
  if (!operation.body || (!operation.body.isRequired && random.uniform() < 0.5)) return null
  const types = Object.entries(operation.body.schemas)
  const [type, pointer] = types[random.integer(types.length)]!
  if (type === 'text/csv' || type === 'text/tab-separated-values')
    return { type, text: writeTable(random, values, type === 'text/csv' ? ',' : '\t') }
  const line = () =>
    JSON.stringify(values.of(operation.id === 'submitCascadeBatch' ? submission : pointed(pointer), 'body'))
  if (jsonTypes.includes(type)) return { type, text: line() }
  return { type, text: Array.from({ length: 1 + random.integer(5) }, line).join('\n') }
}

function writeTable(random: Random, values: Values, delimiter: string): string {
  const { events } = values.of(submission, 'body') as { events: { time: number; magnitude: number }[] }
  const heading = random.uniform() < 0.8 ? [['time', 'magnitude'].join(delimiter)] : []
  return [...heading, ...events.map(({ time, magnitude }) => [time, magnitude].join(delimiter))].join('\n')
}

const submission: Schema = { $ref: '#/components/schemas/CascadeSubmission' }

interface Values {
  of(schema: Schema, name: string): unknown
}

/** Values that a schema allows, including unusual ones. */
function buildValues(random: Random, knownIds: readonly string[]): Values {
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)]!

  function of(schema: Schema, name: string): unknown {
    if (typeof schema.$ref === 'string')
      return of({ ...schema, ...pointed(schema.$ref.slice(1)), $ref: undefined }, name)
    if (/Id$/.test(name) && knownIds.length > 0 && random.uniform() < 0.7) return one(knownIds)
    if (Array.isArray(schema.enum)) return one(schema.enum)
    const type = Array.isArray(schema.type) ? one(schema.type as string[]) : schema.type
    switch (type) {
      case 'integer':
        return one([1, 2, 3, Number(schema.minimum ?? 0), Number(schema.maximum ?? 9), random.integer(1000)])
      case 'number':
        return one([
          0,
          60,
          random.uniform() * 1000,
          Number(schema.minimum ?? 0),
          Number(schema.maximum ?? 1e9)
        ])
      case 'boolean':
        return random.uniform() < 0.5
      case 'array':
        return name === 'events'
          ? sorted(of.bind(null, schema.items as Schema, 'item'))
          : Array.from({ length: random.integer(4) }, () => of(schema.items as Schema, 'item'))
      case 'object':
        return object(schema)
      case 'string':
        return text(schema, name)
      default:
        return one([null, 1, 'x', {}, { events: [{ time: 0, magnitude: 3 }], windowSeconds: 60 }])
    }
  }

  function sorted(make: () => unknown): unknown[] {
    const events = Array.from({ length: 1 + random.integer(8) }, make) as { time: number }[]
    events.sort((a, b) => a.time - b.time)
    return events.map((event, i) => (i === 0 ? { ...event, time: 0 } : event))
  }

  function object(schema: Schema): Record<string, unknown> {
    const required = (schema.required ?? []) as string[]
    const entries = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
      .filter(([name]) => required.includes(name) || random.uniform() < 0.4)
      .map(([name, property]) => [name, of(property, name)])
    return Object.fromEntries(entries)
  }

  function text(schema: Schema, name: string): string {
    if (schema.format === 'date-time')
      return one(['2027-01-01T00:00:00Z', '2020-02-29T23:59:60Z', '2026-06-01T12:00:00+02:00'])
    if (schema.format === 'uri')
      return one(['https://example.org/hook', 'http://10.1.2.3/', 'urn:x:y', 'https://user:pw@example.org/'])
    if (name === 'predictor') return one(['cascade-size', 'cascade-size', 'other'])
    if (name === 'Prefer') return one(['wait=0', 'respond-async', 'wait=x', 'wait=99999999'])
    if (name === 'Last-Event-ID') return String(random.integer(50))
    return one(['a', 'x1', `k${random.integer(20)}`, 'post-1', 'z'.repeat(1 + random.integer(90))])
  }

  return { of }
}

function pointed(pointer: string): Schema {
  let node: unknown = document
  for (const step of pointer.slice(1).split('/'))
    node = (node as Record<string, unknown>)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  return node as Schema
}

const strangeJson = [
  'NaN',
  '-Infinity',
  '1e999',
  '-0',
  '1e-999',
  '0x10',
  '01',
  '.5',
  '""',
  'null',
  '[]',
  '{}',
  '"\\ud800"',
  '"\\u0000"',
  '9007199254740993',
  '-1',
  '"NaN"',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{}}}',
  '{"time":1,"time":2}',
  '['.repeat(200) + ']'.repeat(200),
  '{"a":'.repeat(100),
  '"\u2028"',
  '"x',
  'true',
  'undefined',
  `"${'é'.repeat(300)}"`
]
const strangeText = [
  '..',
  '%00',
  '%2e%2e%2f',
  '%',
  '\u00ff',
  "'; drop table predictions; --",
  '$(id)',
  '{{x}}',
  '-1',
  '1e9',
  'é',
  '%F0%9F%98%80',
  '?',
  '#',
  '//',
  '\\',
  '0',
  ''
]
const strangeHeaders: readonly (readonly [string, string])[] = [
  ['content-type', 'text/plain'],
  ['content-type', 'application/json; charset=utf-16'],
  ['content-type', ''],
  ['content-type', 'application/x-ndjson'],
  ['content-encoding', 'gzip'],
  ['x-request-id', 'a b'],
  ['accept', 'image/png'],
  ['origin', 'https://evil.example'],
  ['host', 'evil.example'],
  ['prefer', 'wait=-1'],
  ['idempotency-key', 'é'],
  ['last-event-id', '-5'],
  ['authorization', 'Bearer x'],
  ['expect', '100-continue'],
  ['if-none-match', '"x"'],
  ['range', 'bytes=0-1'],
  ['cookie', 'a=b; c'],
  ['idempotency-key', 'same'],
  ['upgrade', 'websocket'],
  ['connection', 'upgrade']
]

/** Leaves a fifth of the requests unchanged, and makes one to three changes to the others. */
function mutate(random: Random, request: GeneratedRequest): GeneratedRequest {
  if (random.uniform() < 0.2) return request
  let mutated = request
  for (let left = 1 + random.integer(3); left > 0; left--) mutated = mutateOnce(random, mutated)
  return mutated
}

function mutateOnce(random: Random, request: GeneratedRequest): GeneratedRequest {
  const { url, headers, body } = request
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)]!
  const kind = random.integer(body ? 9 : 4)
  if (kind === 0)
    return { ...request, method: one(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE']) }
  if (kind === 1) {
    const [name, value] = one(strangeHeaders)
    return { ...request, headers: { ...headers, [name]: value } }
  }
  if (kind === 2)
    return {
      ...request,
      url: `${url}${url.includes('?') ? '&' : '?'}${one(['x=1', 'limit=-1', 'limit=1&limit=2', 'cursor=%00', 'at=never', 'predictor=%F0%9F%98%80', '=', '%'])}`
    }
  if (kind === 3) {
    const steps = url.split('/')
    steps[1 + random.integer(steps.length - 1)] = encodeOrNot(random, one(strangeText))
    return { ...request, url: steps.join('/') }
  }
  return { ...request, body: mutateBody(random, body!) }
}

function encodeOrNot(random: Random, text: string): string {
  return random.uniform() < 0.5 ? encodeURIComponent(text) : text.replaceAll(/[^!-~]/g, 'x')
}

/** Changes the text, to include bodies that no JSON writer produces. */
function mutateBody(random: Random, body: Buffer): Buffer {
  const text = body.toString('latin1')
  const at = random.integer(text.length + 1)
  const one = <T>(list: readonly T[]): T => list[random.integer(list.length)]!
  switch (random.integer(6)) {
    case 0:
      return body.subarray(0, at)
    case 1:
      return Buffer.concat([body.subarray(0, at), Buffer.from([random.integer(256)]), body.subarray(at)])
    case 2:
      return Buffer.from(
        text.replaceAll(/-?\d+(\.\d+)?/g, found => (random.uniform() < 0.3 ? one(strangeJson) : found))
      )
    case 3: {
      const member = /"\w+":/.exec(text.slice(at))?.[0] ?? '"x":'
      return Buffer.from(text.replace('{', () => `{${member}${one(strangeJson)},`))
    }
    case 4:
      return Buffer.from(text.replace(/"(\w+)":/, (_, name: string) => `"${name}x":`))
    default:
      return Buffer.from(one(strangeJson))
  }
}
