import { expect, test } from 'vitest'
import { recallAuthor } from '../../../predictors/cascade-size/author-memory.ts'
import type { SizeModel } from '../../../predictors/cascade-size/model.ts'
import type { Sample } from '../../../predictors/cascade-size/sample.ts'
import { trainModel } from '../../../predictors/cascade-size/train.ts'
import type { Labeled } from '../../../predictors/predictor.ts'
import { sampleSet, simulateSet } from './simulated-set.ts'

test('weights cases of the same author by 1 + boost, and others by 1', () => {
  const logFollowers = Float64Array.of(8, 8.01, 8, 9)
  // Row 2 is in no leaf; the order of the values is not that of the rows.
  const sample = { ranks: Uint32Array.of(0, 2, 3), weights: Float64Array.of(0.5, 0.2, 0.3) }
  recallAuthor({ logFollowers, bandwidth: 0.01, boost: 10 }, 8, Uint32Array.of(3, 2, 0, 1), sample)
  expect(sample.weights[0]).toBe(0.5)
  expect(sample.weights[1]).toBeCloseTo(0.2 * 11, 12)
  expect(sample.weights[2]).toBeCloseTo(0.3 * (1 + 10 * Math.exp(-0.5)), 12)
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
