import {
  buildLeafSamples,
  buildOutOfBagSamples,
  type LeafSample,
  type LeafSamples
} from '../../learners/forest/leaf-samples.ts'
import { type Matrix, matrixFromRows } from '../../learners/forest/matrix.ts'
import type { Forest } from '../../learners/forest/trees.ts'
import { authorChoices, buildAuthorMemory, recallAuthor } from './author-memory.ts'
import { chooseIfSignificantlyBetter } from './choose-if-significantly-better.ts'
import {
  findMinError,
  findQuantile,
  findQuantiles,
  findRank,
  type LogSizes,
  mergeSamples,
  rank,
  trimEnds
} from './log-sizes.ts'
import type { SizeModel } from './model.ts'
import { bandwidthChoices, type Outlook, type Peers, trimmedShareOfPeers, weighPeers } from './peers.ts'
import { interpolateRanks } from './quantiles.ts'
import { learnRange } from './range.ts'

/** A finished case in the training data of one size model. */
export interface TrainingRow {
  /** Only the columns that the forests read. */
  readonly values: readonly number[]
  /** The hash of the id of the post's author. Absent: unknown. */
  readonly author?: number
  readonly observedEvents: number
  readonly finalSize: number
  /** Its cascade: the group of its sample. */
  readonly group: string
  readonly windowSeconds: number
  readonly isSimulated: boolean
  /** The log of the median of the untrained estimate. */
  readonly logUntrained: number
}

/** The two targets, by row: log(N/n) and log N. */
export const targetNames = ['ratio', 'size'] as const
export type TargetName = (typeof targetNames)[number]

export function targetsOf(rows: readonly TrainingRow[], target: TargetName): Float64Array {
  return Float64Array.from(rows, ({ finalSize, observedEvents }) =>
    target === 'size' ? Math.log(finalSize) : Math.log(finalSize / observedEvents)
  )
}

/** The maximum number of cases, evenly spaced, on which variants are compared. */
const maxCasesToChooseBy = 1000

/**
 * Builds a size model from its trained forests. Peers, author weights and the ranks of the interval are learned from the
 * training rows, each with the trees that were not trained on it. The range is learned from all rows. `differences`: see calibrate.
 * `authorColumn`: the index of logPostFollowers in a row, or null. `learns` empty: recipe A as published.
 */
export function buildSizeModel(
  rows: readonly TrainingRow[],
  columns: readonly number[],
  forests: Readonly<Record<TargetName, Forest>>,
  authorColumn: number | null,
  learns: {
    readonly remembersAuthors?: boolean
    readonly weighsPeers?: boolean
    readonly trimmedShare?: number
    readonly rangeReferences?: number
  }
): { readonly model: Omit<SizeModel, 'cascades'>; readonly differences: Float64Array } {
  const values = rows.map(row => row.values)
  const matrix = matrixFromRows(values, columns.length)
  let model: Uncalibrated = {
    columns,
    ratio: { forest: forests.ratio, targets: rank(targetsOf(rows, 'ratio')) },
    size: { forest: forests.size, targets: rank(targetsOf(rows, 'size')) },
    author: buildAuthorMemory(rows, authorColumn),
    peers: null,
    trimmedShare: learns.trimmedShare ?? 0,
    floor: Math.log(rows.reduce((min, { finalSize }) => Math.min(min, finalSize), Infinity)),
    range: learnRange(values, learns.rangeReferences)
  }
  const outOfBag = sampleOutOfBag(model, matrix)
  if (learns.weighsPeers) model = choose(listPeerVariants(model, rows, outOfBag), rows, outOfBag)
  const { author } = model
  if (learns.remembersAuthors && author) {
    const variants = authorChoices.map(choice => ({ ...model, author: { ...author, ...choice } }))
    model = choose(variants, rows, outOfBag)
  }
  const { differences, ...ranks } = calibrate(model, rows, outOfBag)
  return { model: { ...model, ...ranks }, differences }
}

type Uncalibrated = Omit<SizeModel, 'lowRank' | 'highRank' | 'cascades'>
type Samples = Readonly<Record<TargetName, LeafSamples>>

function listPeerVariants(
  model: Uncalibrated,
  rows: readonly TrainingRow[],
  outOfBag: Samples
): readonly Uncalibrated[] {
  const outlooks = (target: TargetName) => {
    const own = targetsOf(rows, target)
    // A row that every tree was trained on has no out-of-bag median: use its own target.
    return own.map((value, row) => {
      const median = outOfBag[target].median(row)
      return Number.isNaN(median) ? value : median
    })
  }
  const ratios = outlooks('ratio')
  const sizes = outlooks('size')
  return [
    model,
    ...bandwidthChoices.map(bandwidth => ({
      ...model,
      peers: { ratios, sizes, bandwidth },
      trimmedShare: Math.max(model.trimmedShare, trimmedShareOfPeers)
    }))
  ]
}

/** Returns the variant with the significantly lowest error on the training rows, or the first if no other is better. */
function choose(
  variants: readonly Uncalibrated[],
  rows: readonly TrainingRow[],
  outOfBag: Samples
): Uncalibrated {
  const step = Math.max(1, rows.length / maxCasesToChooseBy)
  const cases = Array.from({ length: Math.floor(rows.length / step) }, (_, i) => Math.floor(i * step))
  const points = variants.map((): number[] => [])
  const sizes: number[] = []
  for (const row of cases) {
    const samples = collectSamples(outOfBag, row, variants[variants.length - 1].peers)
    if (samples.ratio.ranks.length === 0 || samples.size.ranks.length === 0) continue
    sizes.push(rows[row].finalSize)
    variants.forEach((variant, i) => {
      points[i].push(Math.exp(findPoint(variant, weighSamples(variant, copySamples(samples), rows[row]))))
    })
  }
  return variants[chooseIfSignificantlyBetter(points, sizes)]
}

/**
 * Calibrates the interval by split-conformal ranks out of bag. u_i = F_i(y_i) of each training row, from the trees that were
 * not trained on it. The ranks are the floor(.1 (k + 1))-th and ceil(.9 (k + 1))-th smallest u of k rows. `differences`, by
 * row: log(median / median of the untrained estimate) out of bag, NaN where all trees were trained on the row.
 */
function calibrate(model: Uncalibrated, rows: readonly TrainingRow[], outOfBag: Samples) {
  const differences = new Float64Array(rows.length).fill(NaN)
  const ranks: number[] = []
  rows.forEach((row, i) => {
    const sizes = weighSamples(model, collectSamples(outOfBag, i, model.peers), row)
    if (sizes.values.length === 0) return
    ranks.push(findRank(sizes, Math.log(row.finalSize)))
    differences[i] = findQuantile(sizes, 0.5) - row.logUntrained
  })
  ranks.sort((a, b) => a - b)
  const count = ranks.length
  return {
    lowRank: ranks[Math.floor(0.1 * (count + 1)) - 1] ?? 0,
    highRank: ranks[Math.ceil(0.9 * (count + 1)) - 1] ?? 1,
    differences
  }
}

function sampleOutOfBag({ ratio, size }: Uncalibrated, matrix: Matrix): Samples {
  return {
    ratio: buildOutOfBagSamples(ratio.forest, matrix, ratio.targets.order),
    size: buildOutOfBagSamples(size.forest, matrix, size.targets.order)
  }
}

/** The size with the minimum expected error for each training row, from the trees that were not trained on it. NaN: none. */
export function forecastOutOfBag(model: SizeModel, rows: readonly TrainingRow[]): number[] {
  const matrix = matrixFromRows(
    rows.map(({ values }) => values),
    model.columns.length
  )
  const outOfBag = sampleOutOfBag(model, matrix)
  return rows.map((row, i) => {
    const sizes = weighSamples(model, collectSamples(outOfBag, i, model.peers), row)
    return sizes.values.length > 0 ? Math.exp(findPoint(model, sizes)) : NaN
  })
}

/**
 * The distribution of log N for each query: leaf samples of both forests with equal weight, none below the smallest training
 * size or the observed events. `rows` contains the columns that the forests read; `authors` the hash of each author's id. `visit`
 * gets the weighed samples of each query.
 */
export function forecastLogSizes(
  model: SizeModel,
  rows: readonly ArrayLike<number>[],
  observedEvents: readonly number[],
  authors: readonly (number | undefined)[],
  visit: (samples: WeighedSamples, query: number) => void = () => {}
): LogSizes[] {
  const matrix = matrixFromRows(rows, model.columns.length)
  const samples = {
    ratio: buildLeafSamples(model.ratio.forest, matrix, model.ratio.targets.order),
    size: buildLeafSamples(model.size.forest, matrix, model.size.targets.order)
  }
  return observedEvents.map((events, query) => {
    const own = collectSamples(samples, query, model.peers)
    const values = rows[query]
    const sizes = weighSamples(model, own, { values, observedEvents: events, author: authors[query] })
    visit(own, query)
    return sizes
  })
}

/** The samples of both forests for a query. */
export type WeighedSamples = Readonly<Record<TargetName, LeafSample>>
type OwnSamples = WeighedSamples & { readonly outlook: Outlook | null }

/** The samples of both forests for a query, each with half of the weight, and with peers its outlook. */
function collectSamples({ ratio, size }: Samples, query: number, peers: Peers | null): OwnSamples {
  return {
    ratio: ratio.collect(query, 0.5),
    size: size.collect(query, 0.5),
    outlook: peers && { ratio: ratio.median(query), size: size.median(query) }
  }
}

function copySamples({ ratio, size, outlook }: OwnSamples): OwnSamples {
  return {
    ratio: { ...ratio, weights: ratio.weights.slice() },
    size: { ...size, weights: size.weights.slice() },
    outlook
  }
}

/** The distribution of the samples with the weights of peers and author. Changes the weights of `samples`. */
function weighSamples(
  { ratio, size, author, peers, floor }: Uncalibrated,
  samples: OwnSamples,
  query: {
    readonly values: ArrayLike<number>
    readonly observedEvents: number
    readonly author?: number | undefined
  }
): LogSizes {
  if (peers && samples.outlook) {
    weighPeers(peers, samples.outlook, ratio.targets.order, samples.ratio)
    weighPeers(peers, samples.outlook, size.targets.order, samples.size)
  }
  if (author) {
    recallAuthor(author, query, ratio.targets.order, samples.ratio)
    recallAuthor(author, query, size.targets.order, samples.size)
  }
  const logCount = Math.log(query.observedEvents)
  const minLogSize = Math.max(floor, logCount)
  return mergeSamples(ratio.targets, samples.ratio, logCount, size.targets, samples.size, minLogSize)
}

/** The log of the size with the minimum expected absolute relative error. */
export function findPoint({ trimmedShare }: Pick<SizeModel, 'trimmedShare'>, sizes: LogSizes): number {
  return findMinError(trimmedShare > 0 ? trimEnds(sizes, trimmedShare) : sizes)
}

/** The calibrated quantiles of log N, by the indexes of `quantileShares`. */
export function findCalibratedQuantiles(
  { lowRank, highRank }: Pick<SizeModel, 'lowRank' | 'highRank'>,
  sizes: LogSizes
): Float64Array {
  return findQuantiles(sizes, interpolateRanks(lowRank, highRank))
}
