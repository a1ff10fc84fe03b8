import { absoluteRelativeError } from '../../predictors/cascade-size/absolute-relative-error.ts'
import { answerQueries } from '../../predictors/cascade-size/answer.ts'
import type { Model } from '../../predictors/cascade-size/model.ts'
import type { Sample } from '../../predictors/cascade-size/sample.ts'
import type { Samples } from '../../predictors/predictor.ts'

/** The errors of one forecasting method by case, averaged over fold seeds. */
export class Errors {
  readonly #sums = new Map<string, number>()
  #rounds = new Map<string, number>()

  /** Adds the errors of a model for the cases. It must not be trained on them. */
  add(model: Model, cases: Samples<Sample>): void {
    const answers = answerQueries(
      model,
      cases.map(({ sample }) => sample)
    )
    cases.forEach(({ id, sample }, i) => {
      const error = absoluteRelativeError(answers[i]!.areOptimal!, sample.finalSize)
      this.#sums.set(id, (this.#sums.get(id) ?? 0) + error)
      this.#rounds.set(id, (this.#rounds.get(id) ?? 0) + 1)
    })
  }

  get mean(): number {
    return measure(this.#listErrors()).mean
  }

  /** The mean paired difference (these errors minus the other's) and its standard error. */
  compare(other: Errors): { readonly mean: number; readonly standardError: number } {
    const others = other.#listErrors()
    return measure(this.#listErrors().map((error, i) => error - others[i]!))
  }

  #listErrors(): number[] {
    return [...this.#sums.keys()].sort().map(id => this.#sums.get(id)! / this.#rounds.get(id)!)
  }
}

function measure(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, standardError: Math.sqrt(squares) / values.length }
}
