import { hashText } from '../../../learners/text-hash.ts'
import { describeEmoji } from '../vader/emoji.ts'
import { type Token, tokenize } from '../vader/tokens.ts'

/** A word, a stem or a pair of words of a text. */
export interface Ngram {
  /** The column of its weight. */
  readonly bucket: number
  readonly value: number
  /** The places of its first and last word. */
  readonly from: number
  readonly to: number
}

export const BUCKET_COUNT = 2 ** 16
const STEM_LETTERS = 5
/** Pairs are rare, so their weights are learned from few texts. */
const PAIR_VALUE = 0.5

const hashes = new Uint32Array(2)

export function readTokens(text: string): readonly Token[] {
  return tokenize(describeEmoji(text))
}

/**
 * The words of a text, the first letters of long words and the pairs of neighboring words, each once. The squares of their values
 * add up to 1, so that a long text has as much weight as a short one.
 */
export function listNgrams(tokens: readonly Token[]): readonly Ngram[] {
  const found: Ngram[] = []
  const buckets = new Set<number>()
  const add = (ngram: string, value: number, from: number, to: number) => {
    const bucket = hash(ngram)
    if (buckets.has(bucket)) return
    buckets.add(bucket)
    found.push({ bucket, value, from, to })
  }
  let before: string | undefined
  tokens.forEach(({ lower }, at) => {
    add(lower, 1, at, at)
    if (lower.length >= STEM_LETTERS) add(`${lower.slice(0, STEM_LETTERS)}*`, 1, at, at)
    if (before !== undefined) add(`${before} ${lower}`, PAIR_VALUE, at - 1, at)
    before = lower
  })
  const length = Math.sqrt(found.reduce((sum, { value }) => sum + value * value, 0))
  return found.map(ngram => ({ ...ngram, value: ngram.value / length }))
}

/** The hash is part of the format of artefacts: it never changes. */
function hash(ngram: string): number {
  hashText(ngram, hashes, 0)
  return hashes[0]! % BUCKET_COUNT
}
