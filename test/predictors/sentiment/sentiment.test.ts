import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correlate } from '../../../predictors/sentiment/correlate.ts'
import { predictor } from '../../../predictors/sentiment/sentiment.ts'
import { drawRatedTexts } from '../../predictor-kit/setups/sentiment.ts'

type Input = Parameters<typeof predictor.slice>[0]
type Sample = ReturnType<typeof predictor.sample>
type Model = ReturnType<typeof predictor.decode>

async function answer(input: Input, model: Model | null = null) {
  const [result] = await predictor.predict(model, [input], { isCanceled: false })
  if (!result?.ok) throw new Error(`not answered: ${result?.reason}`)
  return result.output
}

function toSamples(samples: readonly Sample[]) {
  return samples.map((sample, index) => ({
    id: `${index}`,
    group: `${index}`,
    endedAt: '2026-01-01T00:00:00.000Z',
    sample
  }))
}

function train(samples: readonly Sample[], options: { readonly penalty?: number } = {}): Model {
  const cases = toSamples(samples)
  const parts = predictor.plan(cases, { seed: 1, ...options }).map(part => predictor.trainPart(cases, part))
  return predictor.combine(cases, parts, { seed: 1 })
}

const drawn = drawRatedTexts(1, 200).map(({ input, outcome }) => predictor.sample(input, outcome))
const model = train(drawn)

describe('the language of a text', () => {
  test.each(['en', 'EN-us', 'en_GB', 'eng'])('%s is scored', async language => {
    expect(await answer({ text: 'good', language })).toMatchObject({ score: 0.4404, language: 'english' })
  })

  test.each(['de', 'nb-NO', 'sv'])('%s is answered with null and the reason', async language => {
    for (const each of [null, model])
      expect(await answer({ text: 'good', language }, each)).toEqual({
        score: null,
        label: null,
        positive: null,
        neutral: null,
        negative: null,
        compound: null,
        method: 'none',
        reason: 'language-not-supported',
        language: 'other',
        reasons: []
      })
  })

  test.each([{}, { language: 'und' }])('that is unknown (%j) is scored and flagged', async language => {
    const expected = { score: 0.4404, language: 'unknown', reason: null }
    expect(await answer({ text: 'good', ...language })).toMatchObject(expected)
  })

  test('a rated text of another language is neither learned from nor compared', () => {
    const other = { text: 'gut gut gut', language: 'de', rating: 1 }
    expect(predictor.encode(train([...drawn, other]))).toEqual(predictor.encode(model))
    const samples = toSamples([other])
    for (const losses of [
      predictor.losses(model, samples),
      ...Object.values(predictor.baselines(samples, samples))
    ])
      expect(losses.values).toEqual(Float64Array.of(Number.NaN))
  })
})

describe('reasons', () => {
  test('are the words in the order of what they add, with a sign', async () => {
    const { reasons, score } = await answer({ text: 'Nice room, but horrible noise' })
    expect(reasons.map(({ label }) => label)).toEqual(['horrible', 'Nice'])
    expect(reasons.map(({ contribution }) => Math.sign(contribution))).toEqual([-1, 1])
    expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score!, 4)
    expect(reasons.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10)
  })

  test('of a version add up to its score, with the base, and name words that VADER does not know', async () => {
    const text = 'The soup was good and overpriced'
    const { reasons, score, method, label } = await answer({ text, language: 'en' }, model)
    expect([method, label]).toEqual(['learned', 'negative'])
    expect(reasons.find(({ label }) => label === 'overpriced')!.contribution).toBeLessThan(-0.1)
    const sum = reasons.reduce((total, { contribution }) => total + contribution, model.base)
    expect(sum).toBeCloseTo(score!, 3)
  })

  test('are at most 20', async () => {
    const text = Array.from({ length: 100 }, (_, index) => `good thing${index}`).join(' ')
    expect((await answer({ text })).reasons).toHaveLength(20)
  })
})

test('a label counts as a rating of 0.5, 0 or -0.5', () => {
  const samples = (['positive', 'neutral', 'negative'] as const).map(label => ({ text: 'x', label }))
  expect([...predictor.losses(null, toSamples(samples)).values]).toEqual([0.25, 0, 0.25])
})

test('a label must not contradict the rating', () => {
  const input = { text: 'x' }
  expect(predictor.findReportFault({ rating: -0.2, label: 'positive' }, input)).toEqual({
    field: '/label',
    reason: 'is positive, but the rating is -0.2'
  })
  expect(predictor.findReportFault({ rating: -0.2, label: 'neutral' }, input)).toBeNull()
})

test('answers any string, with a version and without one', async () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\ud800', '\0', '\u202e', '12', '😀', '')
  )
  await fc.assert(
    fc.asyncProperty(any, async text => {
      for (const each of [null, model]) {
        const { score, reasons } = await answer({ text }, each)
        expect(Math.abs(score!)).toBeLessThanOrEqual(1)
        expect(reasons.every(({ share }) => share > 0 && share <= 1)).toBe(true)
      }
    })
  )
})

test('a large penalty leaves the n-grams without weight', () => {
  expect(Math.max(...train(drawn, { penalty: 1e9 }).ngrams.map(Math.abs))).toBeLessThan(1e-6)
})

test.each([
  [{ penalty: 0 }, 'penalty must be a number above 0 (got 0)'],
  [{ penalty: 'much' }, 'penalty must be a number above 0 (got much)'],
  [{ trees: 3 }, 'unknown training option trees']
])('rejects the training options %j', (options, message) => {
  expect(() => predictor.plan([], { seed: 1, ...options })).toThrow(new RangeError(message))
})

test('the correlation of a constant is 0, and that of a linear function 1', () => {
  expect(correlate([1, 1, 1], [1, 2, 3])).toBe(0)
  expect(correlate([1, 2, 3], [3, 5, 7])).toBeCloseTo(1, 12)
})
