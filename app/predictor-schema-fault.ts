import { buildSchemaCheck } from '../api/http/validate.ts'
import { Failure } from '../ports/errors.ts'
import type { AnyPredictor } from '../predictors/predictor.ts'

/** The schema that does not compile, or the example that does not match its schemas. Null: there is none. */
export function findSchemaFault(predictor: AnyPredictor): string | null {
  const { name, examples } = predictor
  for (const member of ['input', 'output', 'outcome', 'sampleSchema'] as const) {
    // A schema compiles at its first check. A Failure means that it compiled and that null does not match it.
    const fault = check(predictor[member], null, member)
    if (fault !== null && !(fault instanceof Failure))
      return `predictor.${member} of ${name} is not a valid JSON Schema: ${fault.message}`
  }
  for (const [index, { input, outcome }] of examples.entries()) {
    const fault = check(predictor.input, input, '/input') ?? check(predictor.outcome, outcome, '/outcome')
    if (fault !== null)
      return `predictor.examples[${index}] of ${name} does not match its schema: ${fault.message}`
  }
  return null
}

function check(schema: object, value: unknown, at: string): Error | null {
  try {
    buildSchemaCheck(schema)(value, at)
    return null
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
}
