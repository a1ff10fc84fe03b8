import { expect, test } from 'vitest'
import { decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { Random } from '../../../learners/random.ts'
import { absoluteRelativeError } from '../../../predictors/cascade-size/absolute-relative-error.ts'
import { answerQueries } from '../../../predictors/cascade-size/answer.ts'
import { cascadeSize } from '../../../predictors/cascade-size/cascade-size.ts'
import { chooseIfSignificantlyBetter } from '../../../predictors/cascade-size/choose-if-significantly-better.ts'
import { trimEnds } from '../../../predictors/cascade-size/log-sizes.ts'
import type { Model, SizeModel } from '../../../predictors/cascade-size/model.ts'
import { weighPeers } from '../../../predictors/cascade-size/peers.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Json, Labeled } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

const options = { seed: 1, trees: 40 }
const ordinary = sampleSet(simulateSet(200, 1), [1200])
const mixed = mixPopulations(ordinary)

/** Every third cascade is of another kind: followers, reach and counts tell, and all that are seen grow much larger. */
function mixPopulations(samples: readonly Labeled<Sample>[]): Labeled<Sample>[] {
  const random = new Random(3)
  return samples.map((labeled, i) => {
    const { sample } = labeled
    if (i % 3 > 0 || sample.observedEvents < 5) return labeled
    // In most columns the kinds overlap.
    const features = sample.features.map((value, c) =>
      c % 2 === 1 ? value + 1 + 2 * random.uniform() : value
    )
    return { ...labeled, sample: { ...sample, features, finalSize: 3000 + random.integer(3000) } }
  })
}

test('weights a case by the distance of its outlook from the query, and never by 0', () => {
  const peers = { ratios: Float64Array.of(1, 1, 9), sizes: Float64Array.of(5, 6, 5), bandwidth: 0.5 }
  // The order of the values is not that of the rows.
  const sample = { ranks: Uint32Array.of(0, 1, 2), weights: Float64Array.of(0.5, 0.2, 0.3) }
  weighPeers(peers, { ratio: 1, size: 5 }, Uint32Array.of(2, 0, 1), sample)
  expect(sample.weights[0]).toBeGreaterThan(0)
  expect(sample.weights[0]).toBeLessThan(1e-8)
  expect(sample.weights[1]).toBeCloseTo(0.2, 8)
  expect(sample.weights[2]).toBeCloseTo(0.3 * Math.exp(-2), 8)
})

test('trimming removes the same weight at both ends', () => {
  const sizes = { values: Float64Array.of(1, 2, 3, 4), weights: Float64Array.of(1, 4, 4, 1) }
  const { weights } = trimEnds(sizes, 0.2)
  expect([...weights]).toEqual([0, 3, 3, 0])
})

test('chooses another method only if it is significantly better', () => {
  const sizes = Array.from({ length: 50 }, () => 100)
  const none = sizes.map(() => 120)
  const noisy = sizes.map((_, i) => (i % 2 === 0 ? 100 : 139))
  const better = sizes.map((_, i) => 110 + (i % 3))
  expect(chooseIfSignificantlyBetter([none, noisy, none], sizes)).toBe(0)
  expect(chooseIfSignificantlyBetter([none, noisy, better, none], sizes)).toBe(2)
})

test('learns peers only where populations are mixed, and then forecasts new cases of both better', () => {
  const model = trainModel(mixed, options)
  expect((model.windows[0] as SizeModel).peers).not.toBeNull()
  expect((trainModel(ordinary, options).windows[0] as SizeModel).peers).toBeNull()
  const without = trainModel(mixed, { ...options, weighsPeers: false })
  expect((without.windows[0] as SizeModel).peers).toBeNull()
  const fresh = mixPopulations(sampleSet(simulateSet(100, 2), [1200]))
    .map(({ sample }) => sample)
    .filter(({ observedEvents }) => observedEvents >= 5)
  const error = (asked: Model) => {
    const answers = answerQueries(asked, fresh)
    return answers.reduce(
      (sum, { areOptimal }, i) => sum + absoluteRelativeError(areOptimal!, fresh[i]!.finalSize),
      0
    )
  }
  expect(error(model)).toBeLessThan(0.9 * error(without))
})

test('decodes a model with peers, and a model of format version 1', () => {
  const model = trainModel(mixed, options)
  const decoded = cascadeSize.decode(cascadeSize.encode(model))
  const queries = mixed.map(({ sample }) => sample)
  expect(answerQueries(decoded, queries)).toEqual(answerQueries(model, queries))
  const plain = trainModel(mixed, { ...options, weighsPeers: false })
  const { header, arrays } = decodeArtefact(cascadeSize.encode(plain))
  const { windows, early, outsideRange, ...rest } = header as unknown as Record<string, Json> & {
    readonly windows: readonly Record<string, Json>[]
    readonly early: readonly Record<string, Json>[]
  }
  const strip = ({ peers, followers, trimmedShare, ...own }: Record<string, Json>) => own
  const isMarked = ({ followers }: Record<string, Json>) => followers === 'all'
  const rename = (text: string) => text.replaceAll('early0.', 'early.')
  const older = {
    ...rest,
    version: 1,
    features: (rest.features as string[]).slice(0, 42),
    windows: windows.filter(isMarked).map(strip),
    early: strip(early.find(isMarked)!),
    forests: JSON.parse(rename(JSON.stringify(rest.forests)))
  }
  const renamed = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [rename(name), array]))
  const bytes = encodeArtefact({ header: older, arrays: renamed })
  expect(answerQueries(cascadeSize.decode(bytes), queries)).toEqual(answerQueries(plain, queries))
})
