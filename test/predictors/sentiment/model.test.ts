import { expect, test } from 'vitest'
import { encodeArtefact } from '../../../learners/forest/artefact.ts'
import { decodeModel, encodeModel } from '../../../predictors/sentiment/learned/model.ts'

const ngrams = Float32Array.from({ length: 65_536 }, (_, bucket) => bucket / 65_536)
const vader = Float64Array.of(0.1, 0.5, 0.2, -0.2)
const header = { predictor: 'sentiment', version: 1 }

test('a model is the same after encoding and decoding', () => {
  const model = { base: 0.1, compound: 0.5, positive: 0.2, negative: -0.2, ngrams }
  expect(decodeModel(encodeModel(model))).toEqual(model)
})

test.each([
  [
    'another predictor',
    { header: { ...header, predictor: 'cascade-size' } },
    'it is not of the predictor sentiment'
  ],
  ['a header that is no object', { header: 1 }, 'it is not of the predictor sentiment'],
  ['another version', { header: { ...header, version: 2 } }, 'its version must be 1 (got 2)'],
  ['too few weights of VADER', { vader: vader.subarray(1) }, 'vader must be 4 numbers'],
  ['too few n-grams', { ngrams: ngrams.subarray(1) }, 'ngrams must be 65536 numbers'],
  ['n-grams of another type', { ngrams: Float64Array.from(ngrams) }, 'ngrams must be 65536 numbers'],
  ['a weight that is not finite', { ngrams: ngrams.with(7, Number.NaN) }, 'each weight must be finite']
])('rejects %s and states the reason', (_, change, reason) => {
  const { header: own, ...arrays } = { header, vader, ngrams, ...change }
  const bytes = encodeArtefact({ header: own, arrays })
  expect(() => decodeModel(bytes)).toThrow(new TypeError(`not a model of sentiment: ${reason}`))
})
