import * as cascadeSize from '../../../predictors/cascade-size/cascade-size.ts'
import { simulateSet, toInput } from '../../predictors/cascade-size/simulated-set.ts'
import type { PredictorSetup } from '../predictor-setup.ts'

export const cascadeSizeSetup: PredictorSetup = {
  module: cascadeSize,
  drawCases: (seed, count) =>
    simulateSet(count, seed).map(cascade => ({
      input: toInput(cascade, 300),
      outcome: { finalSize: cascade.times.length }
    })),
  caseCount: 200,
  needsMoreCases: true,
  trainOptions: { trees: 40 },
  contradiction: {
    input: {
      events: [
        { time: 0, magnitude: 10 },
        { time: 5, magnitude: 20 }
      ],
      windowSeconds: 60
    },
    outcome: { finalSize: 1 },
    field: '/finalSize'
  }
}
