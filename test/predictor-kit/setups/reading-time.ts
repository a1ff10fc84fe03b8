import * as readingTime from '../../../docs/how-to/reading-time.ts'
import { Random } from '../../../learners/random.ts'
import type { PredictorSetup } from '../predictor-setup.ts'

/** Readers of about 180 words a minute. */
export const readingTimeSetup: PredictorSetup = {
  module: readingTime,
  drawCases: (seed, count) => {
    const random = new Random(seed)
    return Array.from({ length: count }, () => {
      const words = 100 + random.integer(2_000)
      return { input: { words }, outcome: { seconds: (words / 3) * (0.7 + 0.6 * random.uniform()) } }
    })
  },
  caseCount: 120,
  contradiction: { input: { words: 10 }, outcome: { seconds: 5_000 }, field: '/seconds' }
}
