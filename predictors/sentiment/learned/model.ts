import { decodeArtefact, encodeArtefact } from '../../../learners/forest/artefact.ts'
import { isRecord } from '../../../learners/json.ts'
import { BUCKET_COUNT } from './ngrams.ts'

/** A rating is `base`, the three scores of VADER with their weights, and the n-grams with theirs. */
export interface Model {
  readonly base: number
  readonly compound: number
  readonly positive: number
  readonly negative: number
  readonly ngrams: Float32Array<ArrayBufferLike>
}

const modelVersion = 1

/** Equal models give equal bytes. */
export function encodeModel({ ngrams, base, compound, positive, negative }: Model): Uint8Array {
  const header = { predictor: 'sentiment', version: modelVersion }
  const vader = Float64Array.of(base, compound, positive, negative)
  return encodeArtefact({ header, arrays: { vader, ngrams } })
}

/** Throws a TypeError that states the reason for bytes that encodeModel did not write. */
export function decodeModel(bytes: Uint8Array): Model {
  const { header, arrays } = decodeArtefact(bytes)
  if (!isRecord(header) || header.predictor !== 'sentiment') refuse('it is not of the predictor sentiment')
  if (header.version !== modelVersion) refuse(`its version must be ${modelVersion} (got ${header.version})`)
  const { vader, ngrams } = arrays
  if (!(vader instanceof Float64Array) || vader.length !== 4) refuse('vader must be 4 numbers')
  if (!(ngrams instanceof Float32Array) || ngrams.length !== BUCKET_COUNT)
    refuse(`ngrams must be ${BUCKET_COUNT} numbers`)
  if (!vader.every(Number.isFinite) || !ngrams.every(Number.isFinite)) refuse('each weight must be finite')
  const [base = 0, compound = 0, positive = 0, negative = 0] = vader
  return { base, compound, positive, negative, ngrams }
}

function refuse(reason: string): never {
  throw new TypeError(`not a model of sentiment: ${reason}`)
}
