import { Random } from '../learners/random.ts'
import { absoluteRelativeError } from '../predictors/cascade-size/absolute-relative-error.ts'
import { answerQueries } from '../predictors/cascade-size/answer.ts'
import { weightedMedian } from '../predictors/cascade-size/baselines/learner.ts'
import { observe } from '../predictors/cascade-size/cascade.ts'
import {
  type CascadePopulation,
  type DrawnCascade,
  drawCascade
} from '../predictors/cascade-size/draw-cascade.ts'
import { fit as fitProcess } from '../predictors/cascade-size/fit.ts'
import { powerLawFollowers } from '../predictors/cascade-size/followers.ts'
import type { Model } from '../predictors/cascade-size/model.ts'
import { finalSize } from '../predictors/cascade-size/popularity.ts'
import type { Process } from '../predictors/cascade-size/process.ts'
import { buildSample, type Sample } from '../predictors/cascade-size/sample.ts'
import { continueSizes } from '../predictors/cascade-size/simulate.ts'
import { trainModel } from '../predictors/cascade-size/train.ts'
import type { Labeled } from '../predictors/predictor.ts'
import { type Bench, type BenchResult, judge } from './result.ts'

const windows = [300, 600, 3600]
const trainingCascades = 3000
const testCascades = 1500
const futures = 400
const minEvents = 5

/** Not selected by size, except that each cascade has at least five events. */
const population: CascadePopulation = {
  ranges: {
    kernel: 'power-law',
    branchingFactor: [0.3, 0.95],
    followerExponent: [0.1, 0.6],
    cutoffSeconds: [60, 1000],
    decay: [0.3, 1.5]
  },
  followers: powerLawFollowers(1e8),
  horizonSeconds: 604_800,
  maximumEvents: 20_000,
  minimumEvents: minEvents
}

interface Case {
  readonly sample: Sample
  readonly points: Readonly<Record<string, number>>
}

/**
 * Compares forecasts with the best possible one. It is known for simulated cascades: continue the true process from the
 * observation many times, and take the size with the minimum expected error. Reports ratios of the mean ARE over the cases that
 * the method answers.
 */
export const run: Bench = async ({ log }) => {
  const root = new Random(1)
  const draw = (name: number, count: number) =>
    Array.from({ length: count }, (_, i) => drawCascade(population, root.split(name).split(i)))
  log(`simulating ${trainingCascades} + ${testCascades} cascades`)
  const training = toSamples(draw(1, trainingCascades))
  const model = trainModel(training, { seed: 1 })
  const test = draw(2, testCascades)
  return windows.flatMap(windowSeconds => {
    log(`${windowSeconds} s: asking every method, and ${futures} futures of each case`)
    const cases = test.flatMap((drawn, i) => askAll(model, drawn, windowSeconds, root.split(3).split(i)))
    return report(windowSeconds, cases)
  })
}

function toSamples(drawn: readonly DrawnCascade[]): Labeled<Sample>[] {
  return drawn.flatMap(({ cascade }, i) =>
    windows.map(windowSeconds => ({
      id: `${i}-${windowSeconds}`,
      group: String(i),
      endedAt: '2026-01-01T00:00:00Z',
      sample: buildSample(observe(cascade, windowSeconds), cascade.times.length)
    }))
  )
}

function askAll(
  model: Model,
  { cascade, process }: DrawnCascade,
  windowSeconds: number,
  random: Random
): Case[] {
  const observation = observe(cascade, windowSeconds)
  const events = observation.times.length
  if (events < minEvents) return []
  const sample = buildSample(observation, cascade.times.length)
  const mapFit = fitProcess(observation, { priors: model.priors })
  const continued = (from: Process) => {
    const sizes = continueSizes(observation, { ...population, process: from }, futures, random)
    return weightedMedian(
      Array.from(sizes),
      Array.from(sizes, size => 1 / size)
    )
  }
  const points = {
    oracle: continued(process),
    hybrid: answerQueries(model, [sample])[0]!.areOptimal!,
    hawkes: sample.fit ? finalSize(events, sample.fit) : NaN,
    map: finalSize(events, mapFit),
    mapContinued: continued(mapFit),
    seismic: sample.seismic ?? NaN,
    lastCount: events
  }
  return [{ sample, points }]
}

function report(windowSeconds: number, cases: readonly Case[]): BenchResult[] {
  const ratio = (method: string) => {
    const answered = cases.filter(({ points }) => Number.isFinite(points[method]))
    return meanError(answered, method) / meanError(answered, 'oracle')
  }
  const prefix = `limit.${windowSeconds}`
  const methods = ['hybrid', 'hawkes', 'map', 'mapContinued', 'seismic', 'lastCount']
  const ratios = Object.fromEntries(methods.map(method => [method, ratio(method)]))
  const best = Math.min(ratios.hawkes!, ratios.map!, ratios.seismic!)
  return [
    { name: `${prefix}.cases`, value: cases.length, unit: 'cascades' },
    { name: `${prefix}.oracleARE`, value: meanError(cases, 'oracle'), unit: 'mean ARE' },
    ...methods.map(method => {
      const own = { name: `${prefix}.${method}`, value: ratios[method]!, unit: 'times the ARE of the oracle' }
      return method === 'hybrid' ? judge(own, '<= 1.25') : own
    }),
    judge(
      {
        name: `${prefix}.hybridOverBest`,
        value: ratios.hybrid! / best,
        unit: 'times the best of the others'
      },
      '<= 1.02'
    )
  ]
}

function meanError(cases: readonly Case[], method: string): number {
  const errors = cases.map(({ sample, points }) => absoluteRelativeError(points[method]!, sample.finalSize))
  return errors.reduce((sum, error) => sum + error, 0) / errors.length
}
