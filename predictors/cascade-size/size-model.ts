import {
  buildLeafSamples,
  buildOutOfBagSamples,
  type LeafSample,
  type LeafSamples
} from '../../learners/forest/leaf-samples.ts'
import { matrixFromRows } from '../../learners/forest/matrix.ts'
import type { Forest } from '../../learners/forest/trees.ts'
import { authorChoices, recallAuthor } from './author-memory.ts'
import { chooseIfSignificantlyBetter } from './choose-if-significantly-better.ts'
import {
  findMinError,
  findQuantile,
  findRank,
  type LogSizes,
  mergeSamples,
  rank,
  trimEnds
} from './log-sizes.ts'
import type { SizeModel } from './model.ts'
import { bandwidthChoices, type Outlook, type Peers, trimmedShare, weighPeers } from './peers.ts'
import { learnRange } from './range.ts'

/** A finished case as the forests of one size model see it. */
export interface TrainingRow {
  /** Only the columns that the forests read. */
  readonly values: readonly number[]
  readonly observedEvents: number
  readonly finalSize: number
}

/** The two targets, by row: log(N/n) and log N. */
export const targetNames = ['ratio', 'size'] as const
export type TargetName = (typeof targetNames)[number]

export function targetsOf(rows: readonly TrainingRow[], target: TargetName): Float64Array {
  return Float64Array.from(rows, ({ finalSize, observedEvents }) =>
    target === 'size' ? Math.log(finalSize) : Math.log(finalSize / observedEvents)
  )
}

/** Of more training cases than these an even selection makes the choices. */
const maxCasesToChooseBy = 1000

/**
 * Puts a size model together from its trained forests: which cases are peers, how much the author's own past counts,
 * where the interval's ends lie, and the range, all learned from the training rows by trees that did not see them.
 * `authorColumn`: where logPostFollowers stands among the row's values; `learns` nothing: recipe A as published.
 */
export function buildSizeModel(
  rows: readonly TrainingRow[],
  columns: readonly number[],
  forests: Readonly<Record<TargetName, Forest>>,
  authorColumn: number,
  learns: { readonly remembersAuthors?: boolean; readonly weighsPeers?: boolean }
): SizeModel {
  const values = rows.map(row => row.values)
  const matrix = matrixFromRows(values, columns.length)
  let model: Uncalibrated = {
    columns,
    ratio: { forest: forests.ratio, targets: rank(targetsOf(rows, 'ratio')) },
    size: { forest: forests.size, targets: rank(targetsOf(rows, 'size')) },
    author: {
      column: authorColumn,
      logFollowers: Float64Array.from(values, row => row[authorColumn]),
      ...authorChoices[0]
    },
    peers: null,
    floor: Math.log(rows.reduce((least, { finalSize }) => Math.min(least, finalSize), Infinity)),
    range: learnRange(values)
  }
  const outOfBag = {
    ratio: buildOutOfBagSamples(forests.ratio, matrix, model.ratio.targets.order),
    size: buildOutOfBagSamples(forests.size, matrix, model.size.targets.order)
  }
  if (learns.weighsPeers) model = choose(listPeerVariants(model, rows, outOfBag), rows, outOfBag)
  if (learns.remembersAuthors) {
    const { author } = model
    const variants = authorChoices.map(choice => ({ ...model, author: { ...author, ...choice } }))
    model = choose(variants, rows, outOfBag)
  }
  return { ...model, ...calibrate(model, rows, outOfBag) }
}

type Uncalibrated = Omit<SizeModel, 'lowRank' | 'highRank'>
type Samples = Readonly<Record<TargetName, LeafSamples>>

function listPeerVariants(
  model: Uncalibrated,
  rows: readonly TrainingRow[],
  outOfBag: Samples
): readonly Uncalibrated[] {
  const outlooks = (target: TargetName) => {
    const own = targetsOf(rows, target)
    // A row that every tree saw stands where it ended.
    return own.map((ended, row) => {
      const median = outOfBag[target].median(row)
      return Number.isNaN(median) ? ended : median
    })
  }
  const ratios = outlooks('ratio')
  const sizes = outlooks('size')
  return [model, ...bandwidthChoices.map(bandwidth => ({ ...model, peers: { ratios, sizes, bandwidth } }))]
}

/** The variant that forecasts the training rows significantly best; the first where none does better. */
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
    const seen = collectSamples(outOfBag, row, variants.at(-1)!.peers)
    if (seen.ratio.ranks.length === 0 || seen.size.ranks.length === 0) continue
    sizes.push(rows[row].finalSize)
    variants.forEach((variant, i) => {
      points[i].push(Math.exp(findPoint(variant, drawSizes(variant, copySamples(seen), rows[row]))))
    })
  }
  return variants[chooseIfSignificantlyBetter(points, sizes)]
}

/**
 * Split-conformal ranks out of bag: u_i = F_i(y_i) of each training row, from the trees that did not see it; the
 * floor(.1 (k + 1))-th and ceil(.9 (k + 1))-th smallest u of k rows.
 */
function calibrate(model: Uncalibrated, rows: readonly TrainingRow[], outOfBag: Samples) {
  const ranks = rows
    .map((row, i) => {
      const sizes = drawSizes(model, collectSamples(outOfBag, i, model.peers), row)
      return sizes.values.length > 0 ? findRank(sizes, Math.log(row.finalSize)) : NaN
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
  const count = ranks.length
  return {
    lowRank: ranks[Math.floor(0.1 * (count + 1)) - 1] ?? 0,
    highRank: ranks[Math.ceil(0.9 * (count + 1)) - 1] ?? 1
  }
}

/**
 * The distributions of log N for each query: leaf samples of both forests at equal weight, none below the smallest
 * size trained on or the events seen. `rows` holds the columns that the forests read.
 */
export function forecastLogSizes(
  model: SizeModel,
  rows: readonly ArrayLike<number>[],
  observedEvents: readonly number[]
): LogSizes[] {
  const matrix = matrixFromRows(rows, model.columns.length)
  const samples = {
    ratio: buildLeafSamples(model.ratio.forest, matrix, model.ratio.targets.order),
    size: buildLeafSamples(model.size.forest, matrix, model.size.targets.order)
  }
  return observedEvents.map((events, query) =>
    drawSizes(model, collectSamples(samples, query, model.peers), {
      values: rows[query],
      observedEvents: events
    })
  )
}

type OwnSamples = Readonly<Record<TargetName, LeafSample>> & { readonly outlook: Outlook | null }

/** Both forests' samples of a query, half of the whole weight from each; its outlook where peers count. */
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

/** The distribution that the samples make, peers and the author counted: their weights are changed. */
function drawSizes(
  { ratio, size, author, peers, floor }: Uncalibrated,
  samples: OwnSamples,
  { values, observedEvents }: { readonly values: ArrayLike<number>; readonly observedEvents: number }
): LogSizes {
  if (peers && samples.outlook) {
    weighPeers(peers, samples.outlook, ratio.targets.order, samples.ratio)
    weighPeers(peers, samples.outlook, size.targets.order, samples.size)
  }
  recallAuthor(author, values[author.column], ratio.targets.order, samples.ratio)
  recallAuthor(author, values[author.column], size.targets.order, samples.size)
  const logCount = Math.log(observedEvents)
  const least = Math.max(floor, logCount)
  return mergeSamples(ratio.targets, samples.ratio, logCount, size.targets, samples.size, least)
}

/** The log of the size of least expected absolute relative error. */
export function findPoint({ peers }: Pick<SizeModel, 'peers'>, sizes: LogSizes): number {
  return findMinError(peers ? trimEnds(sizes, trimmedShare) : sizes)
}

/** The 10 %, 50 % and 90 % quantiles of log N, as calibrated. */
export function findQuantiles(model: SizeModel, sizes: LogSizes) {
  return {
    low: findQuantile(sizes, model.lowRank),
    median: findQuantile(sizes, 0.5),
    high: findQuantile(sizes, model.highRank)
  }
}
