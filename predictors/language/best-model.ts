import { type Artefact, decodeArtefact, encodeArtefact } from '../../learners/forest/artefact.ts'
import { isRecord, type Json } from '../../learners/json.ts'
import { type ByteRows, findRowsFault } from '../../learners/text/byte-rows.ts'
import type { NgramOptions } from '../../learners/text/hashed-ngrams.ts'

/** Naive Bayes on hashed n-grams, in bytes. A language has a class for each of its scripts. */
export interface BestModel {
  /** The language of each class. */
  readonly languages: readonly string[]
  readonly ngrams: NgramOptions
  /** The weights of each class by bucket, in steps of `scale`. */
  readonly rows: ByteRows
  readonly scale: number
  /** Taken from the score of a class for each n-gram. */
  readonly offsets: Float32Array
  /** Added to the score of each class: less than 0 for a rare script. */
  readonly biases: Float32Array
  /** A score is multiplied by this before it becomes a probability. */
  readonly sharpness: number
  /** From this probability on, an answer is reliable. Above 1: none is. */
  readonly reliableFrom: number
  /** The letters of the training set, ascending. */
  readonly alphabet: Uint32Array
}

const FORMAT = 1

/** Encodes a model. Equal models give equal bytes. */
export function encodeModel(model: BestModel): Uint8Array {
  const { languages, ngrams, rows, scale, offsets, biases, sharpness, reliableFrom, alphabet } = model
  const { sizes, columns, values } = rows
  const header = {
    predictor: 'language',
    engine: 'best',
    version: FORMAT,
    languages,
    ngrams: { ...ngrams },
    scale,
    sharpness,
    reliableFrom
  }
  return encodeArtefact({ header, arrays: { sizes, columns, values, offsets, biases, alphabet } })
}

/** Decodes a model. Its arrays are views of `bytes`. Throws a TypeError that states the reason for any other bytes. */
export function decodeModel(bytes: Uint8Array): BestModel {
  const { header, arrays } = decodeArtefact(bytes)
  if (!isRecord(header) || header.predictor !== 'language') refuse('it is not a model of language')
  if (header.engine !== 'best' || header.version !== FORMAT)
    refuse(`its format is ${header.engine} ${header.version}; this code reads best ${FORMAT}`)
  const languages = readLanguages(header.languages)
  const ngrams = readNgrams(header.ngrams)
  const rows = {
    width: languages.length,
    sizes: readBytes(arrays, 'sizes'),
    columns: readBytes(arrays, 'columns'),
    values: readBytes(arrays, 'values')
  }
  if (rows.sizes.length !== ngrams.bucketCount) refuse('it has not a row for each bucket')
  const fault = findRowsFault(rows)
  if (fault !== null) refuse(fault)
  const { alphabet } = arrays
  if (!(alphabet instanceof Uint32Array)) refuse('array alphabet is malformed')
  return {
    languages,
    ngrams,
    rows,
    scale: readPositive(header.scale, 'scale'),
    offsets: readNumbers(arrays, 'offsets', languages.length),
    biases: readNumbers(arrays, 'biases', languages.length),
    sharpness: readPositive(header.sharpness, 'sharpness'),
    reliableFrom: readPositive(header.reliableFrom, 'reliableFrom'),
    alphabet
  }
}

function readLanguages(value: Json | undefined): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) refuse('it has no languages')
  return value.map(each => (typeof each === 'string' ? each : refuse('a language is not text')))
}

function readNgrams(value: Json | undefined): NgramOptions {
  if (!isRecord(value)) refuse('ngrams is not an object')
  const [maxLength, minWordLetters, bucketCount] = ['maxLength', 'minWordLetters', 'bucketCount'].map(
    name => {
      const found = value[name]
      return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 && found < 2 ** 31
        ? found
        : refuse(`ngrams.${name} is not a whole number`)
    }
  )
  return { maxLength, minWordLetters, bucketCount }
}

function readBytes(arrays: Artefact['arrays'], name: string): Uint8Array {
  const found = arrays[name]
  return found instanceof Uint8Array ? found : refuse(`array ${name} is malformed`)
}

function readNumbers(arrays: Artefact['arrays'], name: string, length: number): Float32Array {
  const found = arrays[name]
  return found instanceof Float32Array && found.length === length && found.every(Number.isFinite)
    ? found
    : refuse(`array ${name} is malformed`)
}

function readPositive(value: unknown, name: string): number {
  return typeof value === 'number' && value > 0 ? value : refuse(`${name} is not a positive number`)
}

function refuse(reason: string): never {
  throw new TypeError(`not a language model: ${reason}`)
}
