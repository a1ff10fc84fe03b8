import { observe } from '../predictors/cascade-size/cascade.ts'
import { drawCascade } from '../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../predictors/cascade-size/followers.ts'
import { predict } from '../predictors/cascade-size/predict.ts'
import { buildSample } from '../predictors/cascade-size/sample.ts'
import { trainModel } from '../predictors/cascade-size/train.ts'
import { Random } from '../predictors/random.ts'
import { type Bench, judge } from './result.ts'

const windowSeconds = 3600
const events = 1000
const questions = 40

/**
 * One answer for 1,000 events, from parsed input to finished forecast: features, fit under the model's priors, both
 * forests of 200 trees with their quantiles. Median over different cascades, after as many to warm up.
 */
export const run: Bench = async ({ log }) => {
  const root = new Random(1)
  const population = {
    ranges: {
      kernel: 'power-law',
      branchingFactor: [0.8, 0.98],
      followerExponent: [0.2, 0.5],
      cutoffSeconds: [60, 600],
      decay: [0.5, 1.5]
    },
    followers: lognormalFollowers(300, 1.8),
    horizonSeconds: 86_400,
    maximumEvents: 3000,
    minimumEvents: 50
  } as const
  log('simulating and training')
  const drawn = Array.from({ length: 500 }, (_, i) => drawCascade(population, root.split(i)).cascade)
  const samples = drawn.map((cascade, i) => ({
    id: String(i),
    group: String(i),
    endedAt: '2026-01-01T00:00:00Z',
    sample: buildSample(observe(cascade, windowSeconds), cascade.times.length)
  }))
  const model = trainModel(samples, { seed: 1 })
  const long = { ...population, minimumEvents: events }
  const inputs = Array.from({ length: 2 * questions }, (_, i) => {
    const { times, magnitudes } = drawCascade(long, root.split(1000 + i)).cascade
    const last = times[events - 1]!
    const scale = Math.min(1, windowSeconds / last)
    return {
      windowSeconds,
      events: Array.from({ length: events }, (_, j) => ({
        time: times[j]! * scale,
        magnitude: magnitudes[j]!
      }))
    }
  })
  const milliseconds = inputs.map(input => {
    const start = performance.now()
    const [result] = predict(model, [input], { isCanceled: false })
    if (!result?.ok || result.output.method !== 'hybrid') throw new Error(JSON.stringify(result))
    return performance.now() - start
  })
  const warm = milliseconds.slice(questions).sort((a, b) => a - b)
  return [
    judge({ name: 'predict.1000.milliseconds', value: warm[warm.length >> 1]!, unit: 'ms, median' }, '<= 5'),
    { name: 'predict.1000.p90milliseconds', value: warm[Math.floor(0.9 * warm.length)]!, unit: 'ms' }
  ]
}
