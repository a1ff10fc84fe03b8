import { Failure } from '../../ports/errors.ts'

/** Other common names of media types of the contract; none of them is registered. */
const aliases: Readonly<Record<string, string>> = {
  'application/jsonl': 'application/x-ndjson',
  'application/ndjson': 'application/x-ndjson',
  'application/x-jsonlines': 'application/x-ndjson',
  'application/jsonlines': 'application/x-ndjson'
}

/** The accepted media types of newline-delimited JSON. */
export const lineTypes: readonly string[] = ['application/x-ndjson', ...Object.keys(aliases)]

export const CLOUD_EVENT = 'application/cloudevents+json'
export const CLOUD_EVENT_BATCH = 'application/cloudevents-batch+json'

/** The accepted media types of a single JSON value. */
export const jsonTypes: readonly string[] = ['application/json', CLOUD_EVENT, CLOUD_EVENT_BATCH]

/** The accepted media types of tables, which may replace a JSON body. */
export const tableTypes: readonly string[] = ['text/csv', 'text/tab-separated-values']

interface MediaType {
  /** In lower case; aliases are replaced by the name of the contract. */
  readonly name: string
  /** Null: the header has no charset. */
  readonly charset: string | null
}

/** Parses a header such as 'Application/JSON; Charset="UTF-8"'. */
export function readMediaType(header: string): MediaType {
  const [essence = '', ...parameters] = header.split(';')
  const given = essence.trim().toLowerCase()
  const charset = parameters
    .map(parameter => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(parameter)?.[1]?.toLowerCase())
    .find(each => each !== undefined)
  return { name: aliases[given] ?? given, charset: charset ?? null }
}

/** Returns the error for a body whose media type is not accepted; null if it is accepted. */
export function unsupportedType(header: string | undefined, accepted: readonly string[]): Failure | null {
  const refuse = (reason: string): Failure =>
    new Failure('unsupported-media-type', reason, { field: 'Content-Type' })
  if (header === undefined) return refuse(`Content-Type is missing: send ${accepted.join(' or ')}`)
  const { name, charset } = readMediaType(header)
  if (!accepted.includes(name))
    return refuse(`Content-Type must be ${accepted.join(' or ')} (got ${name.slice(0, 100) || 'nothing'})`)
  if (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii')
    return refuse(`the charset of Content-Type must be utf-8 (got ${charset.slice(0, 100)})`)
  return null
}
