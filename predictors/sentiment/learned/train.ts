import type { Part, PartResult, Samples, TrainOptions } from '../../predictor.ts'
import { readRating } from '../rating.ts'
import type { Sample } from '../sample.ts'
import { findLanguageStatus } from '../text-input.ts'
import { scoreText } from '../vader/score-text.ts'
import type { Model } from './model.ts'
import { BUCKET_COUNT, listNgrams, readTokens } from './ngrams.ts'
import { type SparseMatrix, solveRidge } from './ridge.ts'

/** The columns of base, compound, positive and negative come before those of the n-grams. */
const VADER_COLUMNS = 4
/** VADER's scores have four weights, which need next to no penalty. */
const VADER_PENALTY = 0.01
const DEFAULT_PENALTY = 2

/** One part. The option `penalty` is on the square of each weight: the larger, the closer the answers are to VADER's. */
export function plan(
  _samples: Samples<Sample>,
  { seed, penalty = DEFAULT_PENALTY, ...others }: TrainOptions
): readonly Part[] {
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new RangeError(`unknown training option ${unknown}`)
  if (typeof penalty !== 'number' || !(penalty > 0) || !Number.isFinite(penalty))
    throw new RangeError(`penalty must be a number above 0 (got ${String(penalty)})`)
  return [{ index: 0, penalty }]
}

/** Learns the ratings of all texts that are not in another language. */
export function trainPart(samples: Samples<Sample>, { index, penalty }: Part): PartResult {
  const rated = samples.map(({ sample }) => sample).filter(sample => findLanguageStatus(sample) !== 'other')
  const penalties = new Float64Array(VADER_COLUMNS + BUCKET_COUNT).fill(Number(penalty))
  penalties.fill(VADER_PENALTY, 0, VADER_COLUMNS)
  const weights = solveRidge(buildMatrix(rated), Float64Array.from(rated, readRating), penalties)
  return { index, weights }
}

export function combine(_samples: Samples<Sample>, [part]: readonly PartResult[]): Model {
  const weights = part?.weights
  if (!(weights instanceof Float64Array)) throw new TypeError('the part of the training has no weights')
  const [base = 0, compound = 0, positive = 0, negative = 0] = weights
  return { base, compound, positive, negative, ngrams: Float32Array.from(weights.subarray(VADER_COLUMNS)) }
}

function buildMatrix(texts: readonly Sample[]): SparseMatrix {
  const starts = [0]
  const columns: number[] = []
  const values: number[] = []
  const add = (column: number, value: number) => {
    columns.push(column)
    values.push(value)
  }
  for (const { text } of texts) {
    const { compound, positive, negative } = scoreText(text)
    for (const [column, value] of [1, compound, positive, negative].entries()) add(column, value)
    for (const { bucket, value } of listNgrams(readTokens(text))) add(VADER_COLUMNS + bucket, value)
    starts.push(columns.length)
  }
  return {
    starts: Uint32Array.from(starts),
    columns: Uint32Array.from(columns),
    values: Float64Array.from(values)
  }
}
