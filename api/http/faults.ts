import type { ErrorObject } from 'ajv/dist/2020.js'
import { describeReason } from './fault-reasons.ts'

interface Fault {
  /** JSON pointer, or a parameter's name. */
  readonly field: string
  readonly reason: string
  readonly isUnknown: boolean
}

/**
 * A validator's errors in plain words, one a field. `prefix` null: of parameters, whose names are no pointers. Of a
 * value that may have one of several forms the reasons of all forms are told together.
 */
export function describeFaults(errors: readonly ErrorObject[], prefix: string | null): Fault[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  const byField = new Map<string, Fault>()
  for (const error of errors) {
    // What its `then` or `else` found wrong is told by itself.
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
