import type { Samples } from '../predictor.ts'

import type { Model, TrainingSummary } from './model.ts'
import { learnPriors, type Priors } from './priors.ts'
import type { Sample } from './sample.ts'
import { selectRows } from './training-rows.ts'

const minFitsForPriors = 20

/** The parts of a model besides its forests. They do not depend on the engine. */
export function summarizeTraining(
  samples: Samples<Sample>,
  windows: readonly number[],
  seed: number
): Pick<Model, 'priors' | 'trainedOn'> {
  return { priors: learnPriorsWhereEnough(samples), trainedOn: summarize(samples, windows, seed) }
}

function learnPriorsWhereEnough(samples: Samples<Sample>): Priors | null {
  const fits = samples.flatMap(({ sample }) => (sample.fit?.isConverged ? [sample.fit] : []))
  return fits.length < minFitsForPriors ? null : learnPriors(fits)
}

function summarize(samples: Samples<Sample>, windows: readonly number[], seed: number): TrainingSummary {
  return {
    cascades: new Set(samples.map(({ group }) => group)).size,
    seed,
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
