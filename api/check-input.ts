import type { ApiDependencies } from './dependencies.ts'
import { buildSchemaCheck } from './http/validate.ts'
import { findPredictor } from './predictors.ts'

/**
 * Checks an input against its predictor's schema and returns its slice. Throws Failure('unknown-predictor' | 'invalid-field');
 * the fields of the faults are JSON pointers that begin with '/input'.
 */
export type CheckInput = (predictor: string, input: unknown) => string | null

export function buildCheckInput(dependencies: Pick<ApiDependencies, 'predictors'>): CheckInput {
  const checks = new Map(dependencies.predictors.map(({ name, input }) => [name, buildSchemaCheck(input)]))
  return (name, input) => {
    const predictor = findPredictor(dependencies, name)
    checks.get(name)!(input, '/input')
    return predictor.slice(input)
  }
}
