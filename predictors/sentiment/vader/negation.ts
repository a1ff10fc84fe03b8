import { boosterPhrases, idioms } from './modifiers.ts'
import type { Token } from './tokens.ts'

export const NEGATION = -0.74
/** "never so good" is better than "so good". */
const NEVER_SO = 1.25

/** Applies a negation `distance` words (1 to 3) before the word at `at`. */
export function negate(valence: number, tokens: readonly Token[], at: number, distance: number): number {
  if (distance > 1) {
    if (isNeverSo(tokens, at, distance)) return valence * NEVER_SO
    if (isWithoutDoubt(tokens, at, distance)) return valence
  }
  return isNegation(tokens[at - distance]!) ? valence * NEGATION : valence
}

/** "least" before a word negates it, except in "at least" and "very least". */
export function negateByLeast(valence: number, tokens: readonly Token[], at: number): number {
  if (at === 0 || tokens[at - 1]!.lower !== 'least') return valence
  return at > 1 && isOneOf(tokens[at - 2]!, 'at', 'very') ? valence : valence * NEGATION
}

/** Whether a "no" negates the word at `at`: one or two words before it, or three in "no fun or love". */
export function isAfterNo(tokens: readonly Token[], at: number): boolean {
  const isNo = (distance: number) => tokens[at - distance]?.lower === 'no'
  return isNo(1) || isNo(2) || (isNo(3) && isOneOf(tokens[at - 1]!, 'or', 'nor'))
}

/** Replaces the valence of a word by that of an idiom around it, and adds the degree adverbs of two words before it. */
export function applyPhrases(valence: number, tokens: readonly Token[], at: number): number {
  const before =
    findPhrase(idioms, tokens, at - 1, 2) ??
    findPhrase(idioms, tokens, at - 2, 3) ??
    findPhrase(idioms, tokens, at - 2, 2) ??
    findPhrase(idioms, tokens, at - 3, 3) ??
    findPhrase(idioms, tokens, at - 3, 2)
  const after = findPhrase(idioms, tokens, at, 3) ?? findPhrase(idioms, tokens, at, 2)
  const farBoost = findPhrase(boosterPhrases, tokens, at - 3, 2) ?? 0
  const nearBoost = findPhrase(boosterPhrases, tokens, at - 2, 2) ?? 0
  return (after ?? before ?? valence) + farBoost + nearBoost
}

/** In "never so good" and "never so very good". As in VADER, a "so" or "this" is enough in the place before the word of the last. */
function isNeverSo(tokens: readonly Token[], at: number, distance: number): boolean {
  const isSo = (place: number) => isOneOf(tokens[at - place]!, 'so', 'this')
  const isNever = tokens[at - distance]!.lower === 'never'
  return distance === 2 ? isNever && isSo(1) : (isNever && isSo(2)) || isSo(1)
}

function isWithoutDoubt(tokens: readonly Token[], at: number, distance: number): boolean {
  if (tokens[at - distance]!.lower !== 'without') return false
  return tokens[at - 1]!.lower === 'doubt' || (distance === 3 && tokens[at - 2]!.lower === 'doubt')
}

function isNegation({ kind, lower }: Token): boolean {
  return kind.isNegation || lower.includes("n't")
}

function isOneOf({ lower }: Token, one: string, other: string): boolean {
  return lower === one || lower === other
}

/** The value of the phrase of `count` words that starts at `from`. */
function findPhrase(
  phrases: ReadonlyMap<string, number>,
  tokens: readonly Token[],
  from: number,
  count: 2 | 3
): number | undefined {
  const first = tokens[from]!
  const second = tokens[from + 1]
  const third = tokens[from + 2]
  if (!first.kind.startsPhrase || second === undefined) return undefined
  const pair = `${first.lower} ${second.lower}`
  if (count === 2) return phrases.get(pair)
  return third === undefined ? undefined : phrases.get(`${pair} ${third.lower}`)
}
