import type { Result, Run } from '../predictor.ts'
import { answerQueries } from './answer.ts'
import type { Observation } from './cascade.ts'
import type { Reasons } from './explanation.ts'
import { defaultStarts, fit as fitProcess } from './fit.ts'
import type { FittedParameters, Forecast } from './forecast.ts'
import { kernels } from './kernel.ts'
import type { Model } from './model.ts'
import { type ObservationInput, readInput } from './observation-input.ts'
import { finalSize, forecastWithoutModel } from './popularity.ts'
import { explain } from './reasons.ts'
import { roundSizes } from './round-sizes.ts'
import { buildQuery, type Query } from './sample.ts'

/**
 * Returns one forecast for each input, in order. With a model, its forests answer and the fit with the model's priors explains
 * the answer. Without a model the formula answers where the fit allows it. Events after the window are not used.
 */
export function predict(
  model: Model | null,
  inputs: readonly ObservationInput[],
  run: Run
): Result<Forecast>[] {
  const observations: (Observation | null)[] = []
  const results = inputs.map((input): Result<Forecast> | null => {
    const read = readInput(input)
    observations.push(read.ok ? read.observation : null)
    if (read.ok) return null
    const { field, reason } = read
    return { ok: false, code: 'invalid-input', field, reason }
  })
  const forecasts = forecastObservations(
    model,
    observations.filter(observation => observation !== null),
    run
  )
  return results.map(result => result ?? forecasts.shift()!)
}

/** Like `predict`, for observations that are already validated. */
export function forecastObservations(
  model: Model | null,
  observations: readonly Observation[],
  run: Run
): Result<Forecast>[] {
  return forecastExactly(model, observations, run).map(result =>
    result.ok ? { ...result, output: roundSizes(result.output) } : result
  )
}

/** Like `forecastObservations`, without rounding. Tests check properties of the exact sizes. */
export function forecastExactly(
  model: Model | null,
  observations: readonly Observation[],
  run: Run
): Result<Forecast>[] {
  const queries = observations.map(buildQuery)
  const answers = model ? answerQueries(model, queries) : null
  return observations.map((observation, i) => {
    const fitted = fitWhereEnough(observation, model, run)
    if (run.isCanceled)
      return { ok: false, code: 'canceled', reason: 'the prediction was canceled while it ran' }
    const output =
      model && answers
        ? toForecast(queries[i], answers[i], explain(model, queries[i], answers[i]), fitted)
        : forecastWithoutModel(observation, fitted)
    return { ok: true, output, features: queries[i].features }
  })
}

function fitWhereEnough(observation: Observation, model: Model | null, run: Run): FittedParameters | null {
  if (observation.times.length < 2 || run.isCanceled) return null
  const priors = model?.priors
  if (!priors) return fitProcess(observation, { run })
  // With priors there are fewer local minima. The mean of the priors and one distant start find nearly all of them.
  const shape = kernels[priors.kernel].fromLogs(priors.mean, 1)
  const mean = { followerExponent: priors.mean[0], ...shape }
  const starts = [mean, defaultStarts[priors.kernel][1]]
  return fitProcess(observation, { kernel: priors.kernel, priors, starts, run })
}

function toForecast(
  { windowSeconds, observedEvents, followers }: Query,
  answer: ReturnType<typeof answerQueries>[number],
  reasons: Reasons | null,
  fitted: FittedParameters | null
): Forecast {
  return {
    windowSeconds,
    observedEvents,
    ...answer,
    point: answer.areOptimal,
    followers,
    reasons,
    lowerBound: observedEvents,
    scalingFactor:
      answer.areOptimal === null || !fitted
        ? null
        : findScalingFactor(answer.areOptimal, observedEvents, fitted),
    fit: fitted
  }
}

/** The w for which n + w A1 / (1 - n*) equals `size`. Null where A1 is negligible relative to the observed events. */
function findScalingFactor(size: number, events: number, fitted: FittedParameters): number | null {
  const family = finalSize(0, fitted)
  const factor = (size - events) / family
  return family > 1e-9 * events && Number.isFinite(factor) ? factor : null
}
