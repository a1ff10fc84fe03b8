import type { ErrorObject } from 'ajv/dist/2020.js'
import { describeReason } from './fault-reasons.ts'

interface Fault {
  /** A JSON pointer, or the name of a parameter. */
  readonly field: string
  readonly reason: string
  readonly isUnknown: boolean
}

/**
 * Describes the errors of a validator in plain words, one for each field. `prefix` is null for parameters, whose names are not
 * pointers. For a value with several allowed forms, one reason names all of them.
 */
export function describeFaults(errors: readonly ErrorObject[], prefix: string | null): Fault[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const byField = new Map<string, Fault>()
  for (const error of errors) {
    // The errors of `then` and `else` are in the list too.
    if (error.keyword === 'if') continue
    if (choices.some(choice => isBranchOf(error, choice))) continue
    const fault = toFault(error, errors, prefix)
    if (!byField.has(fault.field)) byField.set(fault.field, fault)
  }
  return [...byField.values()]
}

function toFault(error: ErrorObject, errors: readonly ErrorObject[], prefix: string | null): Fault {
  const unknown = unknownName(error)
  const inner = error.keyword === 'required' ? String(error.params.missingProperty) : unknown
  const path = inner === undefined ? error.instancePath : `${error.instancePath}/${escapeStep(inner)}`
  const branches = errors.filter(
    each => isBranchOf(each, error) && each.instancePath === error.instancePath && each.keyword !== 'if'
  )
  return {
    field: prefix === null ? path.slice(1) : prefix + path,
    reason: describeReason(error, branches, prefix === null),
    isUnknown: unknown !== undefined
  }
}

function isBranchOf(error: ErrorObject, choice: ErrorObject): boolean {
  return error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`)
}

function unknownName({ keyword, params }: ErrorObject): string | undefined {
  if (keyword === 'additionalProperties') return String(params.additionalProperty)
  return keyword === 'unevaluatedProperties' ? String(params.unevaluatedProperty) : undefined
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
