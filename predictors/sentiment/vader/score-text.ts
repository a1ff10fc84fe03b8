import { describeEmoji } from './emoji.ts'
import { measureValence } from './measure-valence.ts'
import { round } from './round.ts'
import { tokenize } from './tokens.ts'

/** A word with a valence in its context. */
interface WordScore {
  readonly word: string
  /** Its place among the words of the text, emoji described. */
  readonly at: number
  /** What it adds to the compound. */
  readonly contribution: number
  /** Its part of the positive share, or of the negative one. */
  readonly share: number
}

export interface VaderScore {
  /** -1 to 1, four decimals: s / sqrt(s^2 + 15) of the sum s of all valences and of what marks add. */
  readonly compound: number
  /** Shares of the text, three decimals. All are 0 for a text without a word. */
  readonly positive: number
  readonly neutral: number
  readonly negative: number
  /** In the order of the text. Of an emoji: words of its description. */
  readonly words: readonly WordScore[]
  /** What exclamation and question marks add to the compound. */
  readonly marks: number
  readonly wordCount: number
}

/** About the largest sum that a sentence reaches. */
const NORMALIZATION = 15

/**
 * The sentiment of an English text by the rules and the lexicon of VADER (Hutto and Gilbert 2014), equal to the Python package
 * vaderSentiment 3.3.2. Any string has a score.
 */
export function scoreText(text: string): VaderScore {
  const described = describeEmoji(text)
  const tokens = tokenize(described)
  const capitals = tokens.reduce((count, { isUpper }) => count + Number(isUpper), 0)
  const isMixedCase = capitals > 0 && capitals < tokens.length
  const valences = tokens.map((_, at) => measureValence(tokens, at, isMixedCase))
  const but = tokens.findIndex(({ lower }) => lower === 'but')
  if (but >= 0) weighAroundBut(valences, but)
  const marks = measureMarks(described)
  const plainSum = valences.reduce((total, valence) => total + valence, 0)
  const sum = plainSum + Math.sign(plainSum) * marks
  const norm = Math.sqrt(sum * sum + NORMALIZATION)
  const { total, ...shares } = measureShares(valences, marks)
  const words: WordScore[] = []
  valences.forEach((valence, at) => {
    if (valence === 0) return
    const share = (Math.abs(valence) + 1) / total
    words.push({ word: tokens[at]!.word, at, contribution: valence / norm, share })
  })
  return {
    compound: round(Math.max(-1, Math.min(1, sum / norm)), 4),
    ...shares,
    words,
    marks: (Math.sign(plainSum) * marks) / norm,
    wordCount: tokens.length
  }
}

/**
 * Halves what comes before the first "but" and weighs what comes after it with 1.5. VADER looks for each valence by its value
 * and changes the first one that is equal, so repeated valences are changed in other places. That is kept.
 */
function weighAroundBut(valences: number[], but: number): void {
  for (let place = 0; place < valences.length; place++) {
    const first = valences.indexOf(valences[place]!)
    if (first < but) valences[first]! *= 0.5
    else if (first > but) valences[first]! *= 1.5
  }
}

/** What exclamation marks (up to 4) and question marks (from 2 on) add. */
function measureMarks(text: string): number {
  const exclamations = Math.min(count(text, '!'), 4)
  const questions = count(text, '?')
  const fromQuestions = questions > 3 ? 0.96 : questions > 1 ? questions * 0.18 : 0
  return exclamations * 0.292 + fromQuestions
}

function measureShares(valences: readonly number[], marks: number) {
  let positive = 0
  let negative = 0
  let neutral = 0
  // Plus 1, because a neutral word counts as 1.
  for (const valence of valences)
    if (valence > 0) positive += valence + 1
    else if (valence < 0) negative += valence - 1
    else neutral++
  if (positive > -negative) positive += marks
  else if (positive < -negative) negative -= marks
  const total = positive - negative + neutral
  const share = (part: number) => (total === 0 ? 0 : round(part / total, 3))
  return { total, positive: share(positive), neutral: share(neutral), negative: share(-negative) }
}

function count(text: string, mark: string): number {
  let found = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) found++
  return found
}
