import { applyPhrases, isAfterNo, NEGATION, negate, negateByLeast } from './negation.ts'
import type { Token } from './tokens.ts'

/** What capitals add, in a text that has other words too. */
const CAPITALS = 0.733
/** The share of a degree adverb that reaches a word one, two and three words later. */
const nearness = [1, 0.95, 0.9]

/**
 * The valence of the word at `at` in its context: degree adverbs, negations and idioms of the three words before it, and
 * capitals. 0: the word has none. The steps are VADER's, in its order, so that sums are equal to the last digit.
 */
export function measureValence(tokens: readonly Token[], at: number, isMixedCase: boolean): number {
  const token = tokens[at]!
  const next = tokens[at + 1]
  if (!token.kind.isInLexicon || token.kind.boost !== 0) return 0
  if (token.lower === 'kind' && next?.lower === 'of') return 0
  let valence = token.kind.valence
  if (isAfterNo(tokens, at)) valence *= NEGATION
  // "no" before a word of the lexicon only negates that word.
  else if (token.lower === 'no' && next?.kind.isInLexicon) valence = 0
  if (isMixedCase && token.isUpper) valence += valence > 0 ? CAPITALS : -CAPITALS
  for (let distance = 1; distance <= 3 && distance <= at; distance++) {
    const before = tokens[at - distance]!
    if (before.kind.isInLexicon) continue
    valence += measureBoost(before, valence, isMixedCase) * nearness[distance - 1]!
    valence = negate(valence, tokens, at, distance)
    if (distance === 3) valence = applyPhrases(valence, tokens, at)
  }
  return negateByLeast(valence, tokens, at)
}

function measureBoost({ kind, isUpper }: Token, valence: number, isMixedCase: boolean): number {
  if (kind.boost === 0) return 0
  const boost = valence < 0 ? -kind.boost : kind.boost
  if (!isMixedCase || !isUpper) return boost
  return boost + (valence > 0 ? CAPITALS : -CAPITALS)
}
