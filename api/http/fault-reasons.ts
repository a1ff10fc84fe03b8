import type { ErrorObject } from 'ajv/dist/2020.js'

/** Describes what a field must be and what it is: the end of a sentence that begins with the field's name. */
export function describeReason(
  error: ErrorObject,
  branches: readonly ErrorObject[],
  isParameter: boolean
): string {
  const { keyword, params, data } = error
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return isParameter
        ? 'is not a parameter of this operation: omit it'
        : 'is not a field of this object: omit it'
  }
  const wanted = branches.length > 0 ? joinChoices(branches) : describeWanted(keyword, params)
  return `must ${wanted} (got ${describeValue(data)})`
}

function joinChoices(branches: readonly ErrorObject[]): string {
  const wanted = branches.map(({ keyword, params }) => describeWanted(keyword, params))
  return [...new Set(wanted)].join(', or ')
}

/** Describes a keyword of JSON Schema; the text follows the word 'must'. A test covers all keywords of the contract. */
function describeWanted(keyword: string, params: Readonly<Record<string, unknown>>): string {
  const limit = Number(params.limit)
  switch (keyword) {
    case 'type':
      return `be ${nameTypes(params.type)}`
    case 'enum':
      return `be one of ${[params.allowedValues].flat().join(', ')}`
    case 'const':
      return `be ${JSON.stringify(params.allowedValue)}`
    case 'minimum':
      return `be at least ${limit}`
    case 'maximum':
      return `be at most ${limit}`
    case 'exclusiveMinimum':
      return `be more than ${limit}`
    case 'exclusiveMaximum':
      return `be less than ${limit}`
    case 'multipleOf':
      return `be a multiple of ${String(params.multipleOf)}`
    case 'minLength':
      return limit === 1 ? 'not be empty' : `have at least ${limit} characters`
    case 'maxLength':
      return `have at most ${count(limit, 'character')}`
    case 'minItems':
      return limit === 1 ? 'not be empty' : `have at least ${limit} items`
    case 'maxItems':
      return `have at most ${count(limit, 'item')}`
    case 'minProperties':
      return limit === 1 ? 'not be empty' : `have at least ${limit} fields`
    case 'maxProperties':
      return `have at most ${count(limit, 'field')}`
    case 'uniqueItems':
      return `not contain an item twice (items ${String(params.j)} and ${String(params.i)})`
    case 'format':
      return `be ${formats[String(params.format)] ?? `a valid ${String(params.format)}`}`
    case 'pattern':
      return patterns[String(params.pattern)] ?? 'have the form in the API documentation'
    case 'propertyNames':
      return `not have a field named ${JSON.stringify(params.propertyName)}`
    case 'dependentRequired':
      return `have ${String(params.missingProperty)} beside ${String(params.property)}`
    default:
      return 'have a value that the API documentation allows'
  }
}

const formats: Readonly<Record<string, string>> = {
  'date-time': 'an RFC 3339 time with a zone, such as 2026-11-21T08:00:00Z',
  uri: 'an absolute URI, such as https://example.org/hook'
}

/** Descriptions of the patterns of openapi.yaml; a test fails when one is missing. */
export const patterns: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9_.:-]{1,100}$': 'be 1 to 100 letters, digits or any of _ . : -',
  '^[A-Za-z0-9_-]+$': 'be the `next` of a page of this list',
  '^[0-9]{1,15}(\\.[0-9a-f]{1,64})?$': 'be the id of an event of the feed',
  '^[a-z][a-z0-9-]{0,63}$': 'be 1 to 64 lower-case letters, digits or -, and begin with a letter',
  '^[a-z0-9][a-z0-9._-]{0,63}$':
    'be 1 to 64 lower-case letters, digits or any of . _ -, and begin with a letter or digit',
  '^(?!\\.{1,2}$)[^\\u0000\\ud800-\\udfff]+$': 'not be . or .., and contain neither NUL nor half a character',
  '^[0-9a-f]{64}$': 'be 64 hexadecimal digits in lower case',
  '^[!-~]+$': 'be printable ASCII characters without spaces',
  '^application/json(;|$)': 'be application/json'
}

function nameTypes(types: unknown): string {
  const names: Readonly<Record<string, string>> = {
    number: 'a finite number',
    integer: 'a whole number',
    string: 'a string',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    null: 'null'
  }
  return String(types)
    .split(',')
    .map(type => names[type] ?? type)
    .join(' or ')
}

function count(limit: number, noun: string): string {
  return `${limit} ${noun}${limit === 1 ? '' : 's'}`
}

const MAX_SHOWN = 60

/** Describes a value briefly: text in quotes, a list by its length, an object only by its type. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${count(value.length, 'item')}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  if (text.length <= MAX_SHOWN) return text
  return typeof value === 'string'
    ? `${JSON.stringify([...value.slice(0, MAX_SHOWN)].slice(0, -1).join(''))}..., ${value.length} characters`
    : `${text.slice(0, MAX_SHOWN)}...`
}
