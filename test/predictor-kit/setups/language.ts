import * as language from '../../../predictors/language/language.ts'
import { drawTexts } from '../../predictors/language/small-texts.ts'
import type { PredictorSetup } from '../predictor-setup.ts'

export const languageSetup: PredictorSetup = {
  module: language,
  drawCases: (seed, count) =>
    drawTexts(seed, count).map(({ text, language }) => ({ input: { text }, outcome: { language } })),
  caseCount: 120,
  trainOptions: { bucketCount: 4_000 }
}
