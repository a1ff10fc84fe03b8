import { Random } from '../../../learners/random.ts'
import * as sentiment from '../../../predictors/sentiment/sentiment.ts'
import { scoreText } from '../../../predictors/sentiment/vader/score-text.ts'
import type { PredictorSetup } from '../predictor-setup.ts'

const things = ['film', 'soup', 'room', 'song', 'game', 'phone']
/** Words that the lexicon has, and words that it does not have. */
const known = ['good', 'great', 'bad', 'horrible', 'not good', 'very nice']
const unknown = [
  { word: 'overpriced', rating: -0.5 },
  { word: 'a banger', rating: 0.5 },
  { word: 'soggy', rating: -0.4 },
  { word: 'well made', rating: 0.4 },
  { word: 'blue', rating: 0 }
]

/** People who share half of VADER's opinion and have one of their own on other words. */
export function drawRatedTexts(seed: number, count: number) {
  const random = new Random(seed)
  const pick = <Each>(from: readonly Each[]) => from[random.integer(from.length)]!
  return Array.from({ length: count }, () => {
    const own = pick(unknown)
    const text = `The ${pick(things)} was ${pick(known)} and ${own.word}${pick(['.', '!', ' 😀'])}`
    const rating = scoreText(text).compound / 2 + own.rating + 0.2 * (random.uniform() - 0.5)
    const language = pick([{ language: 'en' }, { language: 'en-GB' }, {}])
    return { input: { text, ...language }, outcome: { rating: Math.max(-1, Math.min(1, rating)) } }
  })
}

export const sentimentSetup: PredictorSetup = {
  module: sentiment,
  drawCases: drawRatedTexts,
  caseCount: 200,
  contradiction: {
    input: { text: 'What a day', language: 'en' },
    outcome: { rating: 0.5, label: 'negative' },
    field: '/label'
  }
}
