import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'

const folder = new URL('../../../../../shared/data/sentiment/', import.meta.url)

/** The sets of texts with the ratings of twenty people each, which are not part of the project. */
export const ratedSets = [
  'amazonReviewSnippets',
  'movieReviewSnippets',
  'nytEditorialSnippets',
  'tweets'
] as const

interface RatedText {
  readonly id: string
  /** The mean rating, -1 to 1. */
  readonly rating: number
  readonly text: string
}

/** Whether the data beside the project are there. */
export function hasRatedTexts(): boolean {
  return existsSync(folder)
}

export function readRatedTexts(set: (typeof ratedSets)[number]): readonly RatedText[] {
  const lines = readFileSync(new URL(`${set}.tsv`, folder), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map(line => {
    const [id = '', rating, ...text] = line.split('\t')
    return { id, rating: Number(rating) / 4, text: text.join('\t') }
  })
}

/** Compound, positive, neutral and negative share of each text, as integers of 1/10,000. */
export function writeScores(scores: readonly (readonly number[])[]): Uint8Array {
  const numbers = Int16Array.from(scores.flat(), score => Math.round(score * 1e4))
  return gzipSync(new Uint8Array(numbers.buffer), { level: 9 })
}

export function readScores(bytes: Uint8Array): readonly (readonly number[])[] {
  const numbers = new Int16Array(new Uint8Array(gunzipSync(bytes)).buffer)
  return Array.from({ length: numbers.length / 4 }, (_, text) =>
    Array.from(numbers.subarray(4 * text, 4 * text + 4), number => number / 1e4)
  )
}
