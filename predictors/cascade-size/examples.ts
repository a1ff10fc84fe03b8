import type { Example } from '../predictor.ts'
import type { ObservationInput, Outcome } from './observation-input.ts'

/** Invented, not measured. */
export const examples: readonly [Example<ObservationInput, Outcome>] = [
  {
    title: 'A post and six reshares, seen after five minutes',
    input: {
      events: [
        { time: 0, magnitude: 5400 },
        { time: 7, magnitude: 1200 },
        { time: 16, magnitude: 460 },
        { time: 44, magnitude: 18 },
        { time: 58, magnitude: 930 },
        { time: 130, magnitude: 410 },
        { time: 240, magnitude: 57 }
      ],
      windowSeconds: 300
    },
    outcome: { finalSize: 19 }
  }
]
