import {
  type BayesWeights,
  type BucketRow,
  countNgrams,
  leaveOut,
  weighNgrams
} from '../../learners/text/bayes.ts'
import { packRows } from '../../learners/text/byte-rows.ts'
import { hashNgrams, maxNgrams, type NgramOptions } from '../../learners/text/hashed-ngrams.ts'
import { Letters, WORD_EDGE } from '../../learners/text/letters.ts'
import type { BestModel } from './best-model.ts'
import { calibrate, type Scored } from './calibrate.ts'
import type { LanguageSample } from './text-input.ts'
import { listAccentViews, transliterateSerbian } from './views.ts'

interface BestOptions {
  readonly bucketCount: number
  readonly smoothing: number
}

/** An n-gram counts at most this often in a text. */
const MAX_COUNT = 3
/** A letter is known if at least this share of the texts of a language have it. */
const MIN_SHARE_OF_TEXTS = 0.003
/** Serbian in Latin letters is hard to tell from Croatian, and rarer. */
const TRANSLITERATED_BIAS = -4
/** The calibration looks at this many texts at most. */
const MAX_CALIBRATION_TEXTS = 20_000

interface Text {
  readonly label: number
  readonly codes: Uint32Array
}

/** Naive Bayes on the texts and on views of them. The same samples give the same model. Cost: a minute for 80,000 texts. */
export function trainBest(samples: readonly LanguageSample[], options: BestOptions): BestModel {
  const codes = [...new Set(samples.map(({ language }) => language))].sort()
  const isSerbian = codes.includes('sr')
  const languages = isSerbian ? [...codes, 'sr'] : codes
  const labels = new Map(codes.map((language, label) => [language, label]))
  const letters = new Letters()
  const read = (text: string) => {
    letters.read(text)
    return letters.codes.slice(0, letters.length)
  }
  const texts: Text[] = []
  for (const { text, language } of samples) {
    const label = labels.get(language) ?? 0
    texts.push({ label, codes: read(text) })
    if (language !== 'sr') continue
    const lower = text.toLowerCase()
    const latin = transliterateSerbian(lower)
    if (latin !== lower) texts.push({ label: codes.length, codes: read(latin) })
  }
  const ngrams = { maxLength: 5, minWordLetters: 4, bucketCount: options.bucketCount }
  const counts = countNgrams(hashAll(texts, ngrams, true), {
    classes: languages.length,
    bucketCount: options.bucketCount,
    smoothing: options.smoothing,
    maxCount: MAX_COUNT
  })
  const bayes = weighNgrams(counts)
  const biases = Float32Array.from(languages, (_, label) => (label < codes.length ? 0 : TRANSLITERATED_BIAS))
  const every = Math.ceil(texts.length / MAX_CALIBRATION_TEXTS)
  const scored: Scored[] = []
  for (const row of hashAll(
    texts.filter((_, index) => index % every === 0),
    ngrams,
    false
  )) {
    if (row.count === 0) continue
    const scores = scoreRow(bayes, row, biases)
    scores[row.label] += leaveOut(counts, row) / Math.sqrt(row.count)
    scored.push({ label: row.label, scores })
  }
  return {
    languages,
    ngrams,
    ...packRows(bayes.weights, languages.length),
    offsets: bayes.offsets,
    biases,
    ...calibrate(scored, languages),
    alphabet: findAlphabet(texts, languages.length)
  }
}

/** The n-grams of each text, and of its views. The row is the same object each time. */
function* hashAll(texts: readonly Text[], ngrams: NgramOptions, withViews: boolean): Generator<BucketRow> {
  let buckets = new Uint32Array(0)
  for (const { label, codes } of texts)
    for (const view of withViews ? [codes, ...listAccentViews(codes)] : [codes]) {
      const room = maxNgrams(view.length, ngrams)
      if (buckets.length < room) buckets = new Uint32Array(2 * room)
      yield { label, buckets, count: hashNgrams(view, 0, view.length - 1, ngrams, buckets) }
    }
}

function scoreRow(
  { weights, offsets }: BayesWeights,
  { buckets, count }: BucketRow,
  biases: Float32Array
): Float64Array {
  const classes = offsets.length
  const scores = new Float64Array(classes)
  for (let at = 0; at < count; at++) {
    const base = buckets[at] * classes
    for (let c = 0; c < classes; c++) scores[c] += weights[base + c]
  }
  const root = Math.sqrt(count)
  return scores.map((score, c) => (score - count * offsets[c]) / root + biases[c])
}

/** The letters of the languages, without those that their texts quote now and then. */
function findAlphabet(texts: readonly Text[], classes: number): Uint32Array {
  const known = new Set<number>()
  for (let label = 0; label < classes; label++) {
    const own = texts.filter(each => each.label === label)
    const textsOf = new Map<number, number>()
    for (const { codes } of own)
      for (const code of new Set(codes)) textsOf.set(code, (textsOf.get(code) ?? 0) + 1)
    for (const [code, count] of textsOf)
      if (code !== WORD_EDGE && count >= MIN_SHARE_OF_TEXTS * own.length) known.add(code)
  }
  return Uint32Array.from(known).sort()
}
