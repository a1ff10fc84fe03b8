import { readPointer } from '../ports/contract/pointer/read-pointer.ts'
import { Failure } from '../ports/errors.ts'
import { findExceedance, isQuantiles } from '../stores/exceedance.ts'
import type { Prediction } from '../stores/predictions.ts'
import type { ApiDependencies } from './dependencies.ts'

/**
 * Builds the function that reads, from the declared quantiles of an answer, the probability that the true value exceeds
 * `value`. Null: the prediction has no answer, or its answer has no quantiles. It throws Failure('invalid-query') if the
 * predictor declares none.
 */
export function buildProbability({ predictors }: Pick<ApiDependencies, 'predictors'>) {
  return ({ predictor: name, output }: Prediction, value: number): number | null => {
    const answer = predictors.find(predictor => predictor.name === name)?.answer
    const field = answer?.find(({ kind }) => kind === 'quantiles')
    if (!field)
      throw new Failure(
        'invalid-query',
        `exceeds is not available: the predictor '${name}' declares no quantiles. Omit it`,
        { field: 'exceeds' }
      )
    // The check of the parameters lets infinite numbers pass.
    if (!Number.isFinite(value))
      throw new Failure('invalid-query', 'exceeds must be a finite number', { field: 'exceeds' })
    const result: unknown = output === null ? null : JSON.parse(output)
    const quantiles = readPointer(result, field.path)
    if (!isQuantiles(quantiles)) return null
    const min = field.min === undefined ? null : readPointer(result, field.min)
    const probability = findExceedance(quantiles, value, typeof min === 'number' ? min : null)
    return Math.round(probability * 1e4) / 1e4
  }
}
