import type { ErrorObject } from 'ajv/dist/2020.js'
import { ID_PATTERN, ID_PATTERN_REASON } from '../../ports/identifier.ts'

export interface Fault {
  /** JSON pointer, or a parameter's name. */
  readonly field: string
  readonly reason: string
  readonly isUnknown: boolean
}

/** A validator's error in plain words. `prefix` null: of parameters, whose names are no pointers. */
export function describeFault(error: ErrorObject, prefix: string | null): Fault {
  const params = error.params as Record<string, unknown>
  const inner = error.keyword === 'required' ? params.missingProperty : unknownName(error.keyword, params)
  const path = inner === undefined ? error.instancePath : `${error.instancePath}/${escapeStep(String(inner))}`
  return {
    field: prefix === null ? path.slice(1) : prefix + path,
    reason: reasonOf(error.keyword, params, error.message, prefix === null),
    isUnknown: unknownName(error.keyword, params) !== undefined
  }
}

function unknownName(keyword: string, params: Record<string, unknown>): unknown {
  if (keyword === 'additionalProperties') return params.additionalProperty
  return keyword === 'unevaluatedProperties' ? params.unevaluatedProperty : undefined
}

function reasonOf(
  keyword: string,
  params: Record<string, unknown>,
  message: string | undefined,
  isParameter: boolean
): string {
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return isParameter ? 'is not a parameter of this operation' : 'is not a field of this object'
    case 'type':
      return `must be ${article(String(params.type))}`
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    case 'minimum':
      return `must be at least ${params.limit}`
    case 'maximum':
      return `must be at most ${params.limit}`
    case 'minLength':
    case 'minItems':
      return Number(params.limit) === 1 ? 'must not be empty' : `must have at least ${params.limit}`
    case 'maxLength':
      return `must have at most ${params.limit} characters`
    case 'maxItems':
      return `must have at most ${params.limit} items`
    case 'format':
      return `must be ${formats[String(params.format)] ?? `a ${params.format}`}`
    case 'pattern':
      return patterns[String(params.pattern)] ?? `must match ${params.pattern}`
    case 'anyOf':
    case 'oneOf':
      return 'is none of the forms it may have'
    default:
      return message ?? 'is not valid'
  }
}

const patterns: Readonly<Record<string, string>> = { [ID_PATTERN]: ID_PATTERN_REASON }

const formats: Readonly<Record<string, string>> = {
  'date-time': 'an RFC 3339 time with a zone, such as 2026-11-21T08:00:00Z',
  uri: 'an absolute URI'
}

function article(types: string): string {
  const named = types.split(',').map(type => (type === 'number' ? 'finite number' : type))
  return named
    .map(type => (/^[aio]/.test(type) ? `an ${type}` : type === 'null' ? type : `a ${type}`))
    .join(' or ')
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
