import type { Losses, Samples } from '../predictor.ts'
import { absoluteRelativeError } from './absolute-relative-error.ts'
import { answerQueries } from './answer.ts'
import { learnConstant } from './baselines/constant.ts'
import { learnLogLog } from './baselines/log-log.ts'
import { learnRatio } from './baselines/ratio.ts'
import type { Model } from './model.ts'
import { finalSize, minEventsWithoutModel } from './popularity.ts'
import type { Sample } from './sample.ts'

/**
 * The ARE of each sample, by window. NaN where the model gives no point. Without a model: the ARE of the formula, or of the
 * lower bound n where the formula gives no point. So a model is compared with the answer that users get without it.
 */
export function measureLosses(model: Model | null, samples: Samples<Sample>): Losses {
  const queries = samples.map(({ sample }) => sample)
  const points = model
    ? answerQueries(model, queries).map(answer => answer.areOptimal ?? NaN)
    : queries.map(pointWithoutModel)
  return toLosses(samples, points)
}

/** The ARE of the baselines, which learn one or two numbers for each window. NaN for a window that `training` lacks. */
export function measureBaselines(
  training: Samples<Sample>,
  samples: Samples<Sample>
): Readonly<Record<string, Losses>> {
  const learners = { constant: learnConstant, ratio: learnRatio, loglog: learnLogLog }
  const byWindow = Map.groupBy(training, ({ sample }) => sample.windowSeconds)
  return Object.fromEntries(
    Object.entries(learners).map(([name, learn]) => {
      const forecasters = new Map(
        [...byWindow].map(([window, own]) => [window, learn(own.map(({ sample }) => sample))])
      )
      const points = samples.map(({ sample }) => forecasters.get(sample.windowSeconds)?.(sample) ?? NaN)
      return [name, toLosses(samples, points)]
    })
  )
}

function pointWithoutModel({ observedEvents, fit }: Sample): number {
  const mayAnswer =
    observedEvents >= minEventsWithoutModel &&
    fit?.isConverged &&
    !fit.boundsHit.includes('branchingFactor.high')
  return mayAnswer ? finalSize(observedEvents, fit) : observedEvents
}

function toLosses(samples: Samples<Sample>, points: readonly number[]): Losses {
  return {
    groups: samples.map(({ group }) => group),
    slices: samples.map(({ sample }) => String(sample.windowSeconds)),
    values: Float64Array.from(points, (point, i) => absoluteRelativeError(point, samples[i].sample.finalSize))
  }
}
