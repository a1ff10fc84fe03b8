import { Failure } from '../ports/errors.ts'
import type { ApiDependencies } from './dependencies.ts'

export const DEFAULT_PREDICTOR = 'cascade-size'

/** Returns the predictor with this name. Throws Failure('unknown-predictor'). */
export function findPredictor(
  { predictors }: Pick<ApiDependencies, 'predictors'>,
  name: string = DEFAULT_PREDICTOR,
  field = 'predictor'
): ApiDependencies['predictors'][number] {
  const found = predictors.find(predictor => predictor.name === name)
  if (found) return found
  const names = predictors.map(predictor => predictor.name).join(', ')
  throw new Failure('unknown-predictor', `there is no predictor '${name}': use one of ${names}`, { field })
}
