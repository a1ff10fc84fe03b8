import type { PredictorSetup } from '../predictor-setup.ts'
import { drawFlowers } from '../toys/flower-model.ts'
import * as toyOip from '../toys/toy-oip.ts'

export const toyOipSetup: PredictorSetup = {
  module: toyOip,
  drawCases: (seed, count) =>
    drawFlowers(seed, count).map(({ species, ...input }) => ({ input, outcome: { species } })),
  caseCount: 150,
  refused: { input: { petalLength: -1, petalWidth: 1 }, reason: /must be above 0/ }
}
