import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { isInCalendar } from '../../ports/calendar.ts'
import { Failure } from '../../ports/errors.ts'
import { describeField } from '../../ports/invalid-field.ts'
import type { Call, JsonBody } from './call.ts'
import { document, type Operation, type OperationId, operations, type Parameter } from './contract.ts'
import { describeFaults } from './faults.ts'

const options = {
  strict: true,
  allowUnionTypes: true,
  useDefaults: true,
  validateSchema: false,
  verbose: true
} as const

/** Stops at the first fault: most bodies have none, and a hostile body has millions. */
const quick = build({})
/** Finds every fault, in small bodies. */
const thorough = build({ allErrors: true })
/** Converts parameters from text, such as '7' to a number. */
const coercing = build({ allErrors: true, coerceTypes: true })

const THOROUGH_BYTES = 65_536
/** Maximum number of faults in one answer. */
export const MAX_FAULTS = 20

function build(more: object): Ajv2020 {
  const ajv = new Ajv2020({ ...options, ...more })
  formats.default(ajv)
  // RFC 3339, without leap seconds, which a Date cannot represent, and without times that UTC puts outside the years 0000 to 9999.
  const { validate } = ajv.formats['date-time'] as { readonly validate: (text: string) => boolean }
  ajv.addFormat('date-time', text => validate(text) && isInCalendar(Date.parse(text)))
  // The document contains schemas but is not a schema: the validator ignores its other keywords.
  ajv.addVocabulary(Object.keys(document))
  ajv.addSchema(document, 'openapi')
  return ajv
}

export type BodyCheck<Body = unknown> = (json: JsonBody) => asserts json is JsonBody<Body>

/** Builds the check of an operation's JSON body, for bodies that are not read as a whole. Throws as `buildBodyCheck` does. */
export function buildJsonCheck<Id extends OperationId>(id: Id): BodyCheck<NonNullable<Call<Id>['body']>> {
  const { body } = operations.find(operation => operation.id === id)!
  return buildBodyCheck(body!.schemas['application/json']!)
}

/** Throws Failure('unknown-field' | 'invalid-field') with at most MAX_FAULTS faults. Compiles the schema at first use. */
export function buildBodyCheck<Body>(pointer: string): BodyCheck<Body> {
  const schema = { $ref: `openapi#${encodeURI(pointer)}` }
  const first = once(() => quick.compile(schema))
  const all = once(() => thorough.compile(schema))
  return ({ value, bytes }) => {
    if (first()(value)) return
    const validate = bytes.length <= THOROUGH_BYTES ? all() : first()
    if (validate !== first()) validate(value)
    refuse(validate.errors!, 'invalid-field', '')
  }
}

/** Builds a check for a schema of a predictor. `at` is the JSON pointer of the value, with which all fields begin. */
export function buildSchemaCheck(schema: object): (value: unknown, at: string) => void {
  const ajv = new Ajv2020({ ...options, strict: false, useDefaults: false })
  formats.default(ajv)
  const validate = once(() => ajv.compile(schema))
  return (value, at) => {
    if (!validate()(value)) refuse(validate().errors!, 'invalid-field', at)
  }
}

const parameterCodes = { path: 'invalid-field', query: 'invalid-query', header: 'invalid-header' } as const

type ParameterCheck = (values: Record<string, unknown>) => Record<string, unknown>

/** Throws Failure('invalid-field' | 'invalid-query' | 'invalid-header'), with the parameter's name as the field. */
export function buildParameterCheck(
  operation: Operation,
  location: 'path' | 'query' | 'header'
): ParameterCheck {
  const parameters = operation.parameters[location]
  if (parameters.length === 0) return location === 'query' ? refuseAny : values => values
  const validate = once(() => coercing.compile(toSchema(parameters, location)))
  const code = parameterCodes[location]
  return given => {
    const values = location === 'header' ? pick(given, parameters) : given
    if (!validate()(values)) refuse(validate().errors!, code, null)
    return values
  }
}

function refuseAny(values: Record<string, unknown>): Record<string, unknown> {
  for (const name in values)
    throw new Failure(
      'invalid-query',
      `${name.slice(0, 100)} is not a parameter of this operation: omit it`,
      { field: name }
    )
  return values
}

function toSchema(parameters: readonly Parameter[], location: string): object {
  return {
    type: 'object',
    additionalProperties: location === 'header',
    required: parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, absolute(schema)]))
  }
}

/** Makes a reference within the document absolute. */
function absolute(schema: Parameter['schema']): object {
  return schema.$ref ? { ...schema, $ref: `openapi${schema.$ref}` } : schema
}

function pick(headers: Record<string, unknown>, parameters: readonly Parameter[]): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const { name } of parameters) {
    const value = headers[name.toLowerCase()]
    if (value !== undefined) found[name] = value
  }
  return found
}

function refuse(
  errors: readonly ErrorObject[],
  code: 'invalid-field' | 'invalid-query' | 'invalid-header',
  prefix: string | null
): never {
  const faults = describeFaults(errors, prefix).slice(0, MAX_FAULTS)
  const [first = { field: prefix ?? '', reason: 'is not valid', isUnknown: false }] = faults
  throw new Failure(
    first.isUnknown && code === 'invalid-field' ? 'unknown-field' : code,
    `${describeField(first.field)} ${first.reason}`,
    { field: first.field, faults: faults.map(({ field, reason }) => ({ field, reason })) }
  )
}

function once(make: () => ValidateFunction): () => ValidateFunction {
  let made: ValidateFunction | undefined
  return () => {
    made ??= make()
    return made
  }
}
