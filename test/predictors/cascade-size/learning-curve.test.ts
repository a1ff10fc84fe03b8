import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { bootstrap } from '../../../predictors/cascade-size/cascade-size.ts'
import {
  curveMethods,
  planLearningCurve,
  runLearningCurvePart,
  summarizeLearningCurve
} from '../../../predictors/cascade-size/learning-curve.ts'
import { decodeModel } from '../../../predictors/cascade-size/model-artefact.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import type { Samples } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const first = decodeModel(readFileSync(bootstrap.artefact))
const options = { seed: 3, orders: 2, testGroups: null, windows: [300, 1200], trees: 10 }
let samples: Samples<Sample>

beforeAll(() => {
  samples = sampleSet(simulateSet(60, 5), options.windows)
})

const groupsOf = (positions: readonly number[]) =>
  new Set(positions.map(position => samples[position]!.group))

test('learns from 0, 10, 30, ... cascades of each order, and never from a held-out one', () => {
  const parts = planLearningCurve(samples, options)
  expect(parts.map(({ ownCascades }) => ownCascades)).toEqual([0, 10, 30, 10, 30])
  const heldOut = groupsOf(parts[0]!.test)
  expect(heldOut.size).toBe(20)
  for (const { test: tested, training, ownCascades } of parts) {
    expect(groupsOf(tested)).toEqual(heldOut)
    expect(groupsOf(training).size).toBe(ownCascades)
    expect([...groupsOf(training)].filter(group => heldOut.has(group))).toEqual([])
  }
  const [, tenFirst, thirtyFirst, tenSecond] = parts.map(({ training }) => groupsOf(training))
  expect([...tenFirst!].filter(group => !thirtyFirst!.has(group))).toEqual([])
  expect(tenSecond).not.toEqual(tenFirst)
  expect(planLearningCurve(samples, options)).toEqual(parts)
  expect(planLearningCurve(samples, { ...options, seed: 4 })).not.toEqual(parts)
})

test('holds out the cascades of a test folder where one is given', () => {
  const testGroups = ['1', '2', '3']
  const parts = planLearningCurve(samples, { ...options, testGroups })
  expect(parts.map(part => [...groupsOf(part.test)])).toEqual(parts.map(() => testGroups))
})

test('the outcomes of the own cascades do not change the figures at 0 own cascades', () => {
  const parts = planLearningCurve(samples, options)
  const heldOut = groupsOf(parts[0]!.test)
  const altered = samples.map(labeled =>
    heldOut.has(labeled.group)
      ? labeled
      : { ...labeled, sample: { ...labeled.sample, finalSize: 7 * labeled.sample.finalSize } }
  )
  const scoreAt = (part: number, given: Samples<Sample>) => runLearningCurvePart(given, parts[part]!, first)
  expect(scoreAt(0, altered)).toEqual(scoreAt(0, samples))
  expect(scoreAt(2, altered)).not.toEqual(scoreAt(2, samples))
  for (const { scores } of scoreAt(0, samples).windows) {
    expect(scores.answer).toEqual(scores.first)
    expect([scores.ratio, scores.loglog, scores.own].map(({ meanARE }) => meanARE)).toEqual([
      null,
      null,
      null
    ])
  }
})

test('the curve is the same in any order of its parts, with every method at every size', () => {
  const parts = planLearningCurve(samples, options)
  const run = (ordered: typeof parts) => {
    const results = ordered.map(part => runLearningCurvePart(samples, structuredClone(part), first))
    return summarizeLearningCurve('simulated', samples, parts, results, options)
  }
  const curve = run(parts)
  expect(run(parts.toReversed())).toEqual(curve)
  expect(curve).toMatchObject({ data: 'simulated', seed: 3, orders: 2, heldOutCascades: 20 })
  for (const { sizes, cases } of curve.windows) {
    expect(cases).toBeGreaterThan(0)
    expect(sizes.map(({ ownCascades }) => ownCascades)).toEqual([0, 10, 30])
    const find = (size: number, name: string) => sizes[size]!.methods.find(({ method }) => method === name)!
    expect(sizes[0]!.methods.map(({ method }) => method)).toEqual(curveMethods)
    // What learns nothing from the own cascades has the same error at every size.
    for (const name of ['n', '2n', 'seismic', 'first'])
      expect([find(1, name), find(2, name)]).toEqual([find(0, name), find(0, name)])
    expect(find(2, 'answer').coverage80).toBeGreaterThan(0)
  }
})

test('refuses a set of fewer than 20 cascades', () => {
  expect(() => planLearningCurve(samples.slice(0, 20), options)).toThrow(
    'a learning curve needs at least 20 finished cascades (got 10)'
  )
})
