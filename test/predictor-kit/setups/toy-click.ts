import type { PredictorSetup } from '../predictor-setup.ts'
import { drawImpressions } from '../toys/draw-impressions.ts'
import * as toyClick from '../toys/toy-click.ts'
import * as toyClickOnce from '../toys/toy-click-once.ts'

const common: Omit<PredictorSetup, 'module'> = {
  drawCases: (seed, count) =>
    drawImpressions(seed, count).map(({ clicked, ...input }) => ({ input, outcome: { clicked } })),
  caseCount: 200,
  contradiction: {
    input: { device: 'phone', words: [] },
    outcome: { clicked: true },
    field: '/clicked'
  }
}

/** A subject has many outcomes. */
export const toyClickSetup: PredictorSetup = { ...common, module: toyClick }

/** A subject has one outcome. */
export const toyClickOnceSetup: PredictorSetup = { ...common, module: toyClickOnce }
