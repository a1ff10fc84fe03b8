import { Failure } from '../../ports/errors.ts'

/** Other names of what the contract describes: none of them is registered, and programs send all of them. */
const aliases: Readonly<Record<string, string>> = {
  'application/jsonl': 'application/x-ndjson',
  'application/ndjson': 'application/x-ndjson',
  'application/x-jsonlines': 'application/x-ndjson',
  'application/jsonlines': 'application/x-ndjson'
}

/** The names under which newline-delimited JSON may be sent. */
export const lineTypes: readonly string[] = ['application/x-ndjson', ...Object.keys(aliases)]

export const CLOUD_EVENT = 'application/cloudevents+json'
export const CLOUD_EVENT_BATCH = 'application/cloudevents-batch+json'

/** The names under which one JSON value may be sent. */
export const jsonTypes: readonly string[] = ['application/json', CLOUD_EVENT, CLOUD_EVENT_BATCH]

/** Tables, in place of the JSON of one cascade. */
export const tableTypes: readonly string[] = ['text/csv', 'text/tab-separated-values']

interface MediaType {
  /** In lower case, by the name the contract uses. */
  readonly name: string
  /** Null where none is told. */
  readonly charset: string | null
}

/** 'Application/JSON; Charset="UTF-8"'. */
export function readMediaType(header: string): MediaType {
  const [essence = '', ...parameters] = header.split(';')
  const given = essence.trim().toLowerCase()
  const charset = parameters
    .map(parameter => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(parameter)?.[1]?.toLowerCase())
    .find(each => each !== undefined)
  return { name: aliases[given] ?? given, charset: charset ?? null }
}

/** The error of a body whose type an operation does not take. Null: it takes it. */
export function unsupportedType(header: string | undefined, taken: readonly string[]): Failure | null {
  const refuse = (reason: string): Failure =>
    new Failure('unsupported-media-type', reason, { field: 'Content-Type' })
  if (header === undefined) return refuse(`Content-Type is missing: send ${taken.join(' or ')}`)
  const { name, charset } = readMediaType(header)
  if (!taken.includes(name))
    return refuse(`Content-Type must be ${taken.join(' or ')} (got ${name.slice(0, 100) || 'nothing'})`)
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii')
    return refuse(`the charset of Content-Type must be utf-8 (got ${charset.slice(0, 100)})`)
  return null
}
