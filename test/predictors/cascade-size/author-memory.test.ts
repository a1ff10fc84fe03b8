import { expect, test } from 'vitest'
import { answerQueries } from '../../../predictors/cascade-size/answer.ts'
import { hashAuthor } from '../../../predictors/cascade-size/author-hash.ts'
import { recallAuthor } from '../../../predictors/cascade-size/author-memory.ts'
import { minEventsForHybrid } from '../../../predictors/cascade-size/early-features.ts'
import type { SizeModel } from '../../../predictors/cascade-size/model.ts'
import { decodeModel, encodeModel } from '../../../predictors/cascade-size/model-artefact.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Labeled } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

test('weights cases of the same author by 1 + boost, and others by 1', () => {
  const logs = Float64Array.of(8, 8.01, 8, 9)
  // Row 2 is in no leaf; the order of the values is not that of the rows.
  const sample = { ranks: Uint32Array.of(0, 2, 3), weights: Float64Array.of(0.5, 0.2, 0.3) }
  const followers = { column: 0, logs }
  const memory = { followers, authors: null, bandwidth: 0.01, boost: 10 }
  recallAuthor(memory, { values: [8], author: 5 }, Uint32Array.of(3, 2, 0, 1), sample)
  expect(sample.weights[0]).toBe(0.5)
  expect(sample.weights[1]).toBeCloseTo(0.2 * 11, 12)
  expect(sample.weights[2]).toBeCloseTo(0.3 * (1 + 10 * Math.exp(-0.5)), 12)
})

test('relies on ids where both are known, and otherwise on followers', () => {
  const logs = Float64Array.of(8, 8, 8, 9)
  const authors = Float64Array.of(5, 6, -1, 5)
  const order = Uint32Array.of(0, 1, 2, 3)
  const weigh = (author: number | undefined, hasFollowers = true) => {
    const sample = { ranks: order, weights: new Float64Array(4).fill(1) }
    const followers = hasFollowers ? { column: 0, logs } : null
    recallAuthor({ followers, authors, bandwidth: 0.01, boost: 10 }, { values: [8], author }, order, sample)
    return [...sample.weights]
  }
  expect(weigh(5)).toEqual([11, 1, 11, 11])
  expect(weigh(undefined)).toEqual([11, 11, 11, 1])
  expect(weigh(5, false)).toEqual([11, 1, 1, 11])
  expect(weigh(undefined, false)).toEqual([1, 1, 1, 1])
})

test('learns author weights by ids where followers are unknown, and keeps them in the artefact', () => {
  const samples = sampleSet(simulateSet(150, 1), [1200]).map((labeled, i): Labeled<Sample> => {
    const author = hashAuthor(`author ${Math.floor(i / 5)}`)
    const finalSize = labeled.sample.observedEvents * (2 + ((Math.floor(i / 5) * 7) % 30))
    return { ...labeled, sample: { ...labeled.sample, followers: 'none', author, finalSize } }
  })
  const cases = samples.filter(({ sample }) => sample.observedEvents >= minEventsForHybrid)
  const model = trainModel(samples, { seed: 1, trees: 40 })
  const window = model.windows[0] as SizeModel
  expect(window.author).toMatchObject({ followers: null, boost: expect.any(Number) })
  expect(window.author!.boost).toBeGreaterThan(0)
  expect([...window.author!.authors!]).toEqual(cases.map(({ sample }) => sample.author))

  const decoded = decodeModel(encodeModel(model))
  expect((decoded.windows[0] as SizeModel).author).toEqual(window.author)
  const { sample } = cases[0]!
  const { author: _, ...anonymous } = sample
  const [known, unknown] = answerQueries(decoded, [sample, anonymous])
  expect(known!.median).not.toBe(unknown!.median)
})

test('learns author weights only where the cascades of an author are similar', () => {
  const strangers = sampleSet(simulateSet(150, 1), [1200])
  const regulars = strangers.map((labeled, i): Labeled<Sample> => {
    const author = Math.floor(i / 5)
    const { sample } = labeled
    const features = sample.features.with(1, 5 + author * 0.2)
    const finalSize = sample.observedEvents * (2 + ((author * 7) % 30))
    return { ...labeled, sample: { ...sample, features, finalSize } }
  })
  const options = { seed: 1, trees: 40 }
  const boosts = [
    trainModel(strangers, options),
    trainModel(regulars, options),
    trainModel(regulars, { ...options, remembersAuthors: false })
  ].map(({ windows }) => (windows[0] as SizeModel).author?.boost)
  expect(boosts).toEqual([0, expect.any(Number), 0])
  expect(boosts[1]).toBeGreaterThan(0)
})
