import { expect, test } from 'vitest'
import { identify } from '../../../predictors/language/identify.ts'
import { language } from '../../../predictors/language/language.ts'
import { trainBest } from '../../../predictors/language/train-best.ts'
import { drawTexts } from './small-texts.ts'

const options = { bucketCount: 4_000, smoothing: 0.03 }

test('learns Serbian in both scripts from texts in Cyrillic letters', () => {
  const model = trainBest(drawTexts(1, 200), options)
  expect(model.languages).toEqual(['de', 'en', 'sr', 'sv', 'uk', 'sr'])
  expect(identify(model, 'кућа и башта су биле тихе')).toMatchObject({ language: 'sr' })
  const latin = identify(model, 'kuća i bašta su bile tihe')
  expect(latin).toMatchObject({ language: 'sr' })
  expect(latin.alternatives.map(each => each.language)).not.toContain('sr')
})

test('reads words without their accents', () => {
  const model = trainBest(drawTexts(1, 200), options)
  for (const text of ['huset och tradgarden', 'huset och trdgrden'])
    expect(identify(model, text)).toMatchObject({ language: 'sv' })
})

test('gives probabilities that match how often it is right on texts it has not seen', () => {
  // Half of the words are those of another language, so that many texts are hard.
  const mix = (seed: number) => {
    const others = drawTexts(seed + 100, 600)
    return drawTexts(seed, 600).map(({ text, language }, index) => ({
      text: `${text.split(' ').slice(0, 3).join(' ')} ${others[index]!.text.split(' ').slice(0, 2).join(' ')}`,
      language
    }))
  }
  const model = trainBest(mix(1), options)
  const answers = mix(2).map(({ text, language }) => ({ ...identify(model, text), truth: language }))
  const right = answers.filter(each => each.language === each.truth).length / answers.length
  const claimed = answers.reduce((sum, { score }) => sum + score / answers.length, 0)
  expect(right).toBeLessThan(0.98)
  expect(Math.abs(claimed - right)).toBeLessThan(0.06)
})

test('trains with one language, and refuses to train without a text or with a bad option', () => {
  const model = trainBest([{ text: 'hello there', language: 'en' }], options)
  expect(identify(model, 'hello')).toMatchObject({ language: 'en', score: 1, alternatives: [], reasons: [] })
  expect(() => language.plan([], { seed: 1 })).toThrow(RangeError)
  const samples = [{ id: '1', group: '1', endedAt: '', sample: { text: 'a', language: 'en' } }]
  expect(() => language.plan(samples, { seed: 1, bucketCount: 3 })).toThrow(/bucketCount must be a number/)
})
