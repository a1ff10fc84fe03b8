import { buildByteSums } from '../../learners/text/byte-sums.ts'
import { hashNgrams, maxNgrams } from '../../learners/text/hashed-ngrams.ts'
import { Letters, WORD_EDGE } from '../../learners/text/letters.ts'
import type { BestModel } from './best-model.ts'

/** Scores texts with one model. It holds one text at a time. */
export interface Scorer {
  readonly letters: Letters
  /** The buckets of the n-grams scored last. */
  readonly buckets: Uint32Array
  /** The number of these n-grams. */
  readonly count: number
  /** Whether the same class is the most likely one in each part of the text that was scored last. */
  readonly isUniform: boolean
  /** Reads a text. */
  read(text: string): void
  /** The share of the text's letters that the model knows. 0 for a text without letters. */
  knownShare(): number
  /** The scores of the classes for the n-grams between two edges, without biases. Valid until the next call. */
  score(from: number, to: number): Float64Array
  /** The probability of each class for the whole text. Valid until the next call. */
  probabilities(): Float64Array
  /** How much more each n-gram speaks for a class than for another one, in steps of the model's scale. */
  differences(one: number, other: number): Int16Array
}

const scorers = new WeakMap<BestModel, Scorer>()

/** The scorer of a model. It is built at first use. */
export function scorerOf(model: BestModel): Scorer {
  const found = scorers.get(model) ?? buildScorer(model)
  scorers.set(model, found)
  return found
}

const PLANE = 0x10000
/** A text in several languages is noticed in parts of about this many letters. */
const PART_LETTERS = 40

function buildScorer(model: BestModel): Scorer {
  const { languages, ngrams, scale, offsets, biases, sharpness, alphabet } = model
  const classes = languages.length
  const letters = new Letters()
  const sums = buildByteSums(model.rows)
  const scores = new Float64Array(classes)
  const isKnown = new Uint8Array(PLANE)
  for (const code of alphabet) if (code < PLANE) isKnown[code] = 1
  let buckets = sums.rows(1)
  let count = 0
  let isUniform = true

  /** Adds the scores of a part, and returns its most likely class. */
  function add(from: number, to: number): number {
    const next = hashNgrams(letters.codes, from, to, ngrams, buckets, count)
    const found = sums.sum(count, next)
    const added = next - count
    count = next
    let top = 0
    let max = Number.NEGATIVE_INFINITY
    for (let c = 0; c < classes; c++) {
      const score = scale * found[c] - added * offsets[c]
      scores[c] += score
      if (score <= max) continue
      max = score
      top = c
    }
    return top
  }

  return {
    letters,
    get buckets() {
      return buckets
    },
    get count() {
      return count
    },
    get isUniform() {
      return isUniform
    },
    read(text) {
      letters.read(text)
      buckets = sums.rows(maxNgrams(letters.length, ngrams))
    },
    knownShare() {
      const { codes, length } = letters
      let known = 0
      let edges = 0
      for (let at = 0; at < length; at++) {
        if (codes[at] === WORD_EDGE) edges++
        else if (codes[at] < PLANE) known += isKnown[codes[at]]
      }
      return length === edges ? 0 : known / (length - edges)
    },
    score(from, to) {
      count = 0
      scores.fill(0)
      add(from, to)
      return scores
    },
    differences: (one, other) => sums.differences(count, one, other),
    probabilities() {
      count = 0
      scores.fill(0)
      isUniform = true
      let winner = -1
      for (let from = 0; from < letters.length - 1; ) {
        const to = findEdge(letters, from + PART_LETTERS)
        const top = add(from, to)
        if (winner >= 0 && languages[top] !== languages[winner]) isUniform = false
        winner = top
        from = to
      }
      const factor = sharpness / Math.sqrt(Math.max(count, 1))
      let max = Number.NEGATIVE_INFINITY
      for (let c = 0; c < classes; c++) {
        scores[c] = factor * scores[c] + sharpness * biases[c]
        if (scores[c] > max) max = scores[c]
      }
      let total = 0
      for (let c = 0; c < classes; c++) {
        scores[c] = Math.exp(scores[c] - max)
        total += scores[c]
      }
      for (let c = 0; c < classes; c++) scores[c] /= total
      return scores
    }
  }
}

/** The first edge at `from` or later; the last edge if the rest would be shorter than half a part. */
function findEdge({ codes, length }: Letters, from: number): number {
  if (from + PART_LETTERS / 2 >= length - 1) return length - 1
  let at = from
  while (codes[at] !== WORD_EDGE) at++
  return at
}
