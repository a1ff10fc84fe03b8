import type { Samples } from '../predictor.ts'
import type { Model, TrainingSummary } from './model.ts'
import { learnPriors, type Priors } from './priors.ts'
import type { Sample } from './sample.ts'
import type { CascadeTrainOptions } from './train-options.ts'
import { selectRows } from './training-rows.ts'

const minFitsForPriors = 20

/** The parts of a model besides its forests. They do not depend on the engine. */
export function summarizeTraining(
  samples: Samples<Sample>,
  windows: readonly number[],
  { seed, networks }: Pick<CascadeTrainOptions, 'seed' | 'networks'>
): Pick<Model, 'priors' | 'trainedOn'> {
  return {
    priors: learnPriorsWhereEnough(samples),
    trainedOn: summarize(samples, windows, { seed, networks })
  }
}

function learnPriorsWhereEnough(samples: Samples<Sample>): Priors | null {
  const fits = samples.flatMap(({ sample }) => (sample.fit?.isConverged ? [sample.fit] : []))
  return fits.length < minFitsForPriors ? null : learnPriors(fits)
}

function summarize(
  samples: Samples<Sample>,
  windows: readonly number[],
  options: Pick<TrainingSummary, 'seed' | 'networks'>
): TrainingSummary {
  return {
    cascades: new Set(samples.map(({ group }) => group)).size,
    seed: options.seed,
    networks: options.networks,
    years: findYears(samples),
    windows: windows.map(windowSeconds => {
      const sizes = selectRows(samples, { windowSeconds, followers: 'none' })
        .map(row => row.finalSize)
        .sort((a, b) => a - b)
      return {
        windowSeconds,
        cascades: sizes.length,
        smallestSize: sizes[0],
        medianSize: sizes[sizes.length >> 1],
        largestSize: sizes[sizes.length - 1]
      }
    })
  }
}

/** A time of 1970 is not known. */
function findYears(samples: Samples<Sample>): TrainingSummary['years'] {
  let first = Infinity
  let last = -Infinity
  for (const { endedAt, isSimulated } of samples) {
    const year = Number(endedAt.slice(0, 4))
    if (isSimulated || !(year > 1970)) continue
    first = Math.min(first, year)
    last = Math.max(last, year)
  }
  return first > last ? null : [first, last]
}
