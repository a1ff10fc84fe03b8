import { WORD_EDGE } from './letters.ts'

export interface NgramOptions {
  /** n-grams of 1 to this many letters, word edges included. */
  readonly maxLength: number
  /** Words of at least this many letters are n-grams, too. */
  readonly minWordLetters: number
  /** The number of buckets. */
  readonly bucketCount: number
}

/** The largest number of n-grams of `codeCount` letters and edges. */
export function maxNgrams(codeCount: number, { maxLength }: NgramOptions): number {
  return codeCount * (maxLength + 1)
}

/**
 * Writes the buckets of the n-grams from the edge at `from` to the edge at `to` (see Letters) into `buckets` after the first
 * `count`, and returns the new count. An n-gram lies within a word and its two edges; an edge alone is none. The hash is part of
 * the format of artefacts: it never changes. Cost: about 2 ns for each n-gram.
 */
export function hashNgrams(
  codes: Uint32Array,
  from: number,
  to: number,
  { maxLength, minWordLetters, bucketCount }: NgramOptions,
  buckets: Uint32Array,
  count = 0
): number {
  const ratio = bucketCount / 2 ** 32
  let next = count
  let word = FIRST
  let letters = 0
  for (let start = from; start < to; start++) {
    const first = codes[start]
    let hash = mix(FIRST, first)
    if (first === WORD_EDGE) {
      word = FIRST
      letters = 0
    } else {
      buckets[next++] = spread(hash) * ratio
      word = Math.imul((word << 7) ^ (word >>> 25) ^ first, 0xc2b2ae35)
      letters++
      if (codes[start + 1] === WORD_EDGE && letters >= minWordLetters) buckets[next++] = spread(word) * ratio
    }
    const end = Math.min(start + maxLength - 1, to)
    for (let at = start + 1; at <= end; at++) {
      const code = codes[at]
      hash = mix(hash, code)
      buckets[next++] = spread(hash) * ratio
      if (code === WORD_EDGE) break
    }
  }
  return next
}

/**
 * The first letter or edge and the last of some of the n-grams that hashNgrams wrote for the same range. `wanted`: their places in
 * `buckets`, ascending.
 */
export function locateNgrams(
  codes: Uint32Array,
  from: number,
  to: number,
  { maxLength, minWordLetters }: NgramOptions,
  wanted: readonly number[]
): readonly (readonly [first: number, last: number])[] {
  const found: (readonly [number, number])[] = []
  let next = 0
  let letters = 0
  const pass = (first: number, last: number) => {
    if (next++ === wanted[found.length]) found.push([first, last])
  }
  for (let start = from; start < to && found.length < wanted.length; start++) {
    if (codes[start] === WORD_EDGE) letters = 0
    else {
      pass(start, start)
      letters++
      if (codes[start + 1] === WORD_EDGE && letters >= minWordLetters) pass(start - letters, start + 1)
    }
    const end = Math.min(start + maxLength - 1, to)
    for (let at = start + 1; at <= end; at++) {
      pass(start, at)
      if (codes[at] === WORD_EDGE) break
    }
  }
  return found
}

const FIRST = 0x3c6ef372

function mix(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x85ebca6b)
  return (mixed << 13) | (mixed >>> 19)
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
