import { readPointer } from '../ports/contract/pointer/read-pointer.ts'
import { Failure } from '../ports/errors.ts'
import { findExceedance, isQuantiles } from '../stores/exceedance.ts'
import type { Prediction } from '../stores/predictions.ts'
import type { ApiDependencies } from './dependencies.ts'
import { toPrediction } from './represent.ts'

/** The parameter `exceeds`: the probability that the true value exceeds a value, from the declared quantiles of an answer. */
export function buildProbability({ predictors }: Pick<ApiDependencies, 'predictors'>) {
  /** Throws Failure('invalid-query') if the predictor declares no quantiles, or if the value is not finite. */
  function requireQuantiles(predictor: string, value: number) {
    const answer = predictors.find(({ name }) => name === predictor)?.answer
    const field = answer?.find(({ kind }) => kind === 'quantiles')
    if (!field)
      throw new Failure(
        'invalid-query',
        `exceeds is not available: the predictor '${predictor}' declares no quantiles. Omit it`,
        { field: 'exceeds' }
      )
    // The check of the parameters lets infinite numbers pass.
    if (!Number.isFinite(value))
      throw new Failure('invalid-query', 'exceeds must be a finite number', { field: 'exceeds' })
    return field
  }

  /** Null: the prediction has no answer, or its answer has no quantiles. */
  function findProbability({ predictor, output }: Prediction, value: number): number | null {
    const { path, min } = requireQuantiles(predictor, value)
    const result: unknown = output === null ? null : JSON.parse(output)
    const quantiles = readPointer(result, path)
    if (!isQuantiles(quantiles)) return null
    const smallest = min === undefined ? null : readPointer(result, min)
    const probability = findExceedance(quantiles, value, typeof smallest === 'number' ? smallest : null)
    return Math.round(probability * 1e4) / 1e4
  }

  return {
    requireQuantiles,

    /** Represents a prediction, with the probability if `exceeds` is given. Throws as `requireQuantiles` does. */
    represent(prediction: Prediction, exceeds: number | undefined): ReturnType<typeof toPrediction> {
      if (exceeds === undefined) return toPrediction(prediction)
      const probability = findProbability(prediction, exceeds)
      return { ...toPrediction(prediction), exceeds: { value: exceeds, probability } }
    }
  }
}
