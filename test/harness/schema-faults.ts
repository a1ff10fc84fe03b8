import { document } from '../../api/http/contract.ts'

type Schema = Readonly<Record<string, unknown>>

export function resolveSchema(schema: Schema): Schema {
  const { $ref, ...rest } = schema
  return typeof $ref === 'string' ? { ...resolveSchema(findSchema($ref.slice(1))), ...rest } : schema
}

/** Resolves a JSON pointer in the contract to its schema. */
export function findSchema(pointer: string): Schema {
  let node: unknown = document
  for (const step of decodeURI(pointer).slice(1).split('/'))
    node = (node as Schema)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  return node as Schema
}

/** A value that a schema allows, with all fields. */
export function makeValid(given: Schema): unknown {
  const schema = resolveSchema(given)
  if (schema.if) return makeValid(schema.else as Schema)
  if (schema.default !== undefined && schema.default !== null) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  const [choice] = (schema.oneOf ?? schema.anyOf ?? []) as Schema[]
  if (choice) return makeValid(choice)
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, each]) => [
          name,
          makeValid(each)
        ])
      )
    case 'array':
      return [makeValid(schema.items as Schema)]
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), 1)
    case 'boolean':
      return false
    default:
      return makeText(schema)
  }
}

function makeText({ format, pattern }: Schema): string {
  if (format === 'date-time') return '2026-01-01T00:00:00Z'
  if (format === 'uri') return 'https://example.org/hook'
  return String(pattern).includes('{64}') ? 'a'.repeat(64) : 'a1'
}

interface MadeFault {
  readonly keyword: string
  readonly value: unknown
}

/** Values that a schema rejects: one for each keyword at any depth, each within an otherwise valid value. */
export function makeFaults(given: Schema): MadeFault[] {
  const schema = resolveSchema(given)
  if (schema.if) return [...makeFaults(schema.then as Schema), ...makeFaults(schema.else as Schema)]
  const faults = [...makeOwnFaults(schema)]
  const valid = makeValid(schema)
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  for (const [name, each] of Object.entries(properties))
    for (const fault of makeFaults(each))
      faults.push({ keyword: fault.keyword, value: { ...(valid as object), [name]: fault.value } })
  if (schema.items && schema.type === 'array')
    for (const fault of makeFaults(schema.items as Schema))
      faults.push({ keyword: fault.keyword, value: [makeValid(schema.items as Schema), fault.value] })
  return faults
}

function* makeOwnFaults(schema: Schema): Generator<MadeFault> {
  const types = [schema.type].flat() as (string | undefined)[]
  const wrong = [true, 'x'.repeat(300), 1.5, { x: 1 }, [[]], null].filter(value => !isOfType(value, types))
  if (schema.type) for (const value of wrong) yield { keyword: 'type', value }
  for (const keyword of ['oneOf', 'anyOf'])
    if (schema[keyword]) for (const value of [true, 'x'.repeat(300), [], -5]) yield { keyword, value }
  if (schema.enum) yield { keyword: 'enum', value: 'not-one-of-them' }
  if (schema.minimum !== undefined) yield { keyword: 'minimum', value: Number(schema.minimum) - 1 }
  if (schema.maximum !== undefined) yield { keyword: 'maximum', value: Number(schema.maximum) * 2 + 2 }
  if (schema.exclusiveMinimum !== undefined)
    yield { keyword: 'exclusiveMinimum', value: Number(schema.exclusiveMinimum) }
  if (schema.minLength !== undefined) yield { keyword: 'minLength', value: '' }
  if (schema.maxLength !== undefined)
    yield { keyword: 'maxLength', value: 'a'.repeat(Number(schema.maxLength) + 1) }
  if (schema.minItems !== undefined) yield { keyword: 'minItems', value: [] }
  if (Number(schema.maxItems) <= 1_000) {
    const item = makeValid(schema.items as Schema)
    yield { keyword: 'maxItems', value: Array(Number(schema.maxItems) + 1).fill(item) }
  }
  if (schema.format) yield { keyword: 'format', value: 'tomorrow' }
  if (schema.pattern) for (const value of ['\u0000 \ud800', '..']) yield { keyword: 'pattern', value }
  if (!schema.properties) return
  const valid = makeValid(schema) as Schema
  if (schema.additionalProperties === false)
    yield { keyword: 'additionalProperties', value: { ...valid, 'wro/ng~name': 1 } }
  for (const name of (schema.required ?? []) as string[]) {
    const { [name]: _, ...others } = valid
    yield { keyword: 'required', value: others }
  }
}

function isOfType(value: unknown, types: readonly (string | undefined)[]): boolean {
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return types.includes(type) || (type === 'number' && types.includes('number'))
}
