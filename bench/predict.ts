import { buildThreads } from '../adapters/threads/piscina.ts'
import { Random } from '../learners/random.ts'
import { observe } from '../predictors/cascade-size/cascade.ts'
import { moduleUrl as predictorModuleUrl } from '../predictors/cascade-size/cascade-size.ts'
import { drawCascade } from '../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../predictors/cascade-size/followers.ts'
import { encodeModel } from '../predictors/cascade-size/model-artefact.ts'
import { buildSample } from '../predictors/cascade-size/sample.ts'
import { trainModel } from '../predictors/cascade-size/train.ts'
import { createInputStates } from '../worker/input-states.ts'
import { type PredictAnswers, type PredictTask, moduleUrl as taskModule } from '../worker/predict-task.ts'
import { type Bench, judge } from './result.ts'

const windowSeconds = 3600
const events = 1000
const questions = 40

/**
 * One answer for 1,000 events, in a worker thread, by the very task that the service runs there: features, fit under the
 * model's priors, both forests of 200 trees with their quantiles; reading the input's JSON and writing the answer's too.
 * The round trip adds sending both, its processor time is that of all threads. Median over different cascades, after as many to warm up.
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
  const bytes = encodeModel(model)
  const shared = { version: 1, checksum: '', bytes: new SharedArrayBuffer(bytes.length) }
  new Uint8Array(shared.bytes).set(bytes)
  log('asking a worker thread')
  const pool = buildThreads({ size: 1 })
  const answered: { readonly inside: number; readonly whole: number; readonly used: number }[] = []
  for (const input of inputs) {
    const payload: PredictTask = {
      predictorModuleUrl,
      model: shared,
      inputs: [JSON.stringify(input)],
      states: createInputStates(1).buffer
    }
    const begin = performance.now()
    const usage = process.cpuUsage()
    const { answers } = await pool.run<PredictTask, PredictAnswers>({
      module: taskModule,
      name: 'predictBatch',
      payload
    })
    const whole = performance.now() - begin
    const { user, system } = process.cpuUsage(usage)
    const [answer] = answers
    if (answer?.kind !== 'answered' || JSON.parse(answer.output).method !== 'hybrid')
      throw new Error(JSON.stringify(answer))
    answered.push({ inside: 1000 * answer.seconds, whole, used: (user + system) / 1000 })
  }
  await pool.close()
  const warm = answered.slice(questions)
  const sort = (figure: 'inside' | 'whole' | 'used') => warm.map(each => each[figure]).sort((a, b) => a - b)
  const inside = sort('inside')
  return [
    judge({ name: 'predict.1000.milliseconds', value: inside[questions >> 1]!, unit: 'ms, median' }, '<= 5'),
    { name: 'predict.1000.p90milliseconds', value: inside[Math.floor(0.9 * questions)]!, unit: 'ms' },
    { name: 'predict.1000.roundTripMilliseconds', value: sort('whole')[questions >> 1]!, unit: 'ms, median' },
    { name: 'predict.1000.processorMilliseconds', value: sort('used')[questions >> 1]!, unit: 'ms, median' }
  ]
}
