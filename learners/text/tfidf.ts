import type { FittedTransformer, Transformer } from '../pipeline.ts'
import { NgramVocabulary, packHigh, packLow } from './ngram-vocabulary.ts'
import type { SparseRow } from './sparse-rows.ts'

/** What TF-IDF learned from texts. */
interface TfIdf {
  readonly vocabulary: NgramVocabulary
  /** ln((1 + texts) / (1 + texts with the n-gram)) + 1 */
  readonly idf: Float32Array
}

/**
 * TF-IDF of the n-grams of 2 and 3 code points, white space included: TfidfVectorizer(analyzer='char', ngram_range=(2, 3)) of
 * scikit-learn, with its smoothed idf and rows of length 1. Texts are in lower case, and a run of white space is one space.
 */
function fitTfIdf(texts: Iterable<string>): TfIdf {
  const vocabulary = new NgramVocabulary()
  let counts = new Uint32Array(1_024)
  let lastText = new Int32Array(1_024).fill(-1)
  let textCount = 0
  for (const text of texts) {
    forEachNgram(text, (high, low) => {
      const number = vocabulary.add(high, low)
      if (number >= counts.length) {
        const [oldCounts, oldLast] = [counts, lastText]
        counts = new Uint32Array(2 * oldCounts.length)
        counts.set(oldCounts)
        lastText = new Int32Array(2 * oldLast.length).fill(-1)
        lastText.set(oldLast)
      }
      if (lastText[number] === textCount) return
      lastText[number] = textCount
      counts[number]++
    })
    textCount++
  }
  const idf = new Float32Array(vocabulary.size)
  for (let i = 0; i < idf.length; i++) idf[i] = Math.log((1 + textCount) / (1 + counts[i])) + 1
  return { vocabulary, idf }
}

/** Makes of each text a row of length 1; a row without entries of a text without a known n-gram. It holds one text at a time. */
function buildVectorizer({ vocabulary, idf }: TfIdf): (text: string) => SparseRow {
  const counts = new Float32Array(vocabulary.size)
  return text => {
    const found: number[] = []
    forEachNgram(text, (high, low) => {
      const number = vocabulary.find(high, low)
      if (number < 0) return
      if (counts[number] === 0) found.push(number)
      counts[number]++
    })
    let squares = 0
    for (const number of found) squares += (counts[number] * idf[number]) ** 2
    const length = Math.sqrt(squares)
    const values = Float32Array.from(found, number => (counts[number] * idf[number]) / length)
    for (const number of found) counts[number] = 0
    return { columns: Uint32Array.from(found), values }
  }
}

/** TF-IDF as a stage of a pipeline. */
export function tfIdf(): Transformer<string, SparseRow> {
  const build = (fitted: TfIdf): FittedTransformer<string, SparseRow> => {
    const { vocabulary, idf } = fitted
    return {
      transform: buildVectorizer(fitted),
      encode: () => ({
        header: {},
        arrays: {
          high: vocabulary.high.slice(0, vocabulary.size),
          low: vocabulary.low.slice(0, vocabulary.size),
          idf
        }
      })
    }
  }
  return {
    name: 'tf-idf',
    fit: texts => build(fitTfIdf(texts)),
    decode({ arrays: { high, low, idf } }) {
      if (!(high instanceof Uint32Array && low instanceof Uint32Array && idf instanceof Float32Array))
        throw new TypeError('not TF-IDF: an array is missing')
      if (high.length !== low.length || high.length !== idf.length)
        throw new TypeError('not TF-IDF: it has not one weight for each n-gram')
      return build({ vocabulary: NgramVocabulary.from(high, low), idf })
    }
  }
}

/** Visits the n-grams of a text: packed, as NgramVocabulary holds them. */
function forEachNgram(given: string, visit: (high: number, low: number) => void): void {
  const text = given.toLowerCase().replace(/\s\s+/g, ' ')
  let first = 0
  let second = 0
  for (const character of text) {
    const third = (character.codePointAt(0) ?? 0) + 1
    if (second > 0) visit(packHigh(second, third), packLow(third, 0))
    if (first > 0) visit(packHigh(first, second), packLow(second, third))
    first = second
    second = third
  }
}
