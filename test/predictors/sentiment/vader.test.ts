import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { round } from '../../../predictors/sentiment/vader/round.ts'
import { scoreText } from '../../../predictors/sentiment/vader/score-text.ts'
import drawn from './golden/drawn.json' with { type: 'json' }
import { hasRatedTexts, ratedSets, readRatedTexts, readScores } from './golden/rated-texts.ts'

// The golden scores are those of vaderSentiment 3.3.2: golden/make.ts.

function listScores(text: string): readonly number[] {
  const { compound, positive, neutral, negative } = scoreText(text)
  return [compound, positive, neutral, negative]
}

test('equals vaderSentiment on 500 drawn texts, in which every rule occurs', () => {
  expect(drawn.length).toBe(500)
  expect(drawn.map(([text]) => [text, ...listScores(String(text))])).toEqual(drawn)
})

test.runIf(hasRatedTexts())('equals vaderSentiment on all 23,703 rated texts', () => {
  const texts = ratedSets.flatMap(readRatedTexts).map(({ text }) => text)
  expect(texts.length).toBe(23_703)
  const expected = readScores(readFileSync(new URL('golden/rated.bin.gz', import.meta.url)))
  const different = texts.filter((text, index) => String(listScores(text)) !== String(expected[index]))
  expect(different).toEqual([])
})

// [text, compound of vaderSentiment 3.3.2, rule]
test.each([
  ['The film was good.', 0.4404, 'a word of the lexicon'],
  ['The film was good!!!', 0.5826, 'exclamation marks'],
  ['The film was good!!!!!!!!', 0.6209, 'at most four of them'],
  ['The film was good??', 0.504, 'question marks'],
  ['The film was GOOD.', 0.5622, 'capitals among small letters'],
  ['THE FILM WAS GOOD.', 0.4404, 'capitals alone'],
  ['The film was extremely good.', 0.4927, 'an amplifier'],
  ['The film was slightly good.', 0.3832, 'a dampener'],
  ['The film was kind of good.', 0.3832, 'a dampener of two words'],
  ['The film was not good.', -0.3412, 'a negation'],
  ["The film wasn't very good.", -0.3865, 'a negation two words before'],
  ['Never this good.', 0.5228, '"never this"'],
  ['Without a doubt, excellent.', 0.7013, '"without a doubt"'],
  ['The least good film.', -0.3412, '"least"'],
  ['At least a good film.', 0.4404, '"at least"'],
  ['No good film.', -0.3412, '"no"'],
  ['The plot was good, but the end was terrible.', -0.4939, '"but"'],
  ['I think it is the shit', 0.6124, 'an idiom'],
  ['See you :)', 0.4588, 'an emoticon'],
  ['See you 😀', 0.3612, 'an emoji'],
  ['', 0, 'no word']
])('%s has the compound %d: %s', (text, compound) => {
  expect(scoreText(text).compound).toBe(compound)
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\ud800', '\udfff', '\0', '😀', 'good', "n't", 'BUT', ' ', '!', '\u202e', 'ß'))
    .map(each => each.join(''))
)

test('scores any string, between -1 and 1, with shares that add up to 1', () => {
  fc.assert(
    fc.property(anyText, text => {
      const { compound, positive, neutral, negative, wordCount } = scoreText(text)
      expect(Math.abs(compound)).toBeLessThanOrEqual(1)
      if (wordCount > 0) expect(Math.abs(positive + neutral + negative - 1)).toBeLessThan(0.002)
      else expect([compound, positive, neutral, negative]).toEqual([0, 0, 0, 0])
    })
  )
})

test('explains the compound by what its words and the marks add', () => {
  const texts = drawn.map(([text]) => String(text))
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...texts), { maxLength: 3 }), some => {
      const { compound, positive, negative, words, marks } = scoreText(some.join(' '))
      expect(words.reduce((total, { contribution }) => total + contribution, marks)).toBeCloseTo(compound, 4)
      const shares = words.reduce((total, { share }) => total + share, 0)
      if (marks === 0) expect(shares).toBeCloseTo(positive + negative, 2)
    })
  )
})

test.each(['good ', '😀', '!', '\ud83d', "don't but ", 'a\u0301'])(
  'scores 10,000 code points of %j',
  unit => {
    const { compound } = scoreText([...unit.repeat(10_000)].slice(0, 10_000).join(''))
    expect(Math.abs(compound)).toBeLessThanOrEqual(1)
  }
)

test('rounds to the nearest decimal of the binary value, and a tie to the even one', () => {
  expect([0.0625, 0.1875, 0.9375, -0.0625].map(value => round(value, 3))).toEqual([
    0.062, 0.188, 0.938, -0.062
  ])
  expect([0.03125, 0.09375].map(value => round(value, 4))).toEqual([0.0312, 0.0938])
  // 0.0005 is a little more than its decimal, 1.0005 a little less.
  expect([0.0005, 1.0005, 0.0015].map(value => round(value, 3))).toEqual([0.001, 1, 0.002])
  expect(Object.is(round(-0.00001, 3), 0)).toBe(true)
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), value => {
      const isTie = Math.abs((value * 32) % 2) === 1
      if (!isTie) expect(round(value, 4)).toBe(Number(value.toFixed(4)) + 0)
    })
  )
})
