import type { TrainOptions } from '../predictor.ts'
import type { OutsideRange } from './model.ts'
import { maxRangeReferences } from './range.ts'

/** The options of a training. All except the seed have defaults. */
export interface CascadeTrainOptions {
  readonly seed: number
  /** The windows to train for, in seconds. Null: every window with enough samples. */
  readonly windows: readonly number[] | null
  /** Trees of each forest. */
  readonly trees: number
  /** The minimum number of cases in a leaf. */
  readonly minLeaf: number
  /** What answers outside the training range. */
  readonly outsideRange: OutsideRange
  /** The training rows that the range keeps. Fewer take less room in the artefact. */
  readonly rangeReferences: number
  /** Trees of one part, the unit of work of a thread. */
  readonly treesPerPart: number
  /** The columns that the forests read. The evaluation method `features` uses without-hawkes. */
  readonly columns: 'all' | 'without-hawkes'
  /** Whether past cascades of the same author may have more weight, if that significantly reduces the error. */
  readonly remembersAuthors: boolean
  /** Whether cases with another outlook may have less weight, if that significantly reduces the error. */
  readonly weighsPeers: boolean
  /** The networks that the cascades come from ('Mastodon'). Answers state them. */
  readonly networks: readonly string[]
  /** Whether the model keeps the ids of its training cascades, so that forecasts name the most similar ones. They may be personal. */
  readonly keepsIds: boolean
  /**
   * The share of the weight at each end of a distribution that the point of least expected error ignores, from 0 to .25. For a
   * training set of several populations, whose smallest cases would otherwise decide the point of the others.
   */
  readonly trimmedShare: number
}

const maxNetworks = 20
const maxNetworkLength = 60

const defaults = {
  windows: null,
  trees: 200,
  minLeaf: 4,
  rangeReferences: maxRangeReferences,
  outsideRange: 'model',
  treesPerPart: 100,
  columns: 'all',
  remembersAuthors: true,
  weighsPeers: true,
  networks: [],
  keepsIds: false,
  trimmedShare: 0
} as const

/** Adds the defaults to the options. Throws a RangeError that names an unknown or invalid option. */
export function readTrainOptions(options: TrainOptions): CascadeTrainOptions {
  const read = { ...defaults, ...options } as CascadeTrainOptions
  for (const name of Object.keys(read))
    if (name !== 'seed' && !(name in defaults)) throw new RangeError(`unknown training option ${name}`)
  checkWhole('seed', read.seed, Number.MIN_SAFE_INTEGER)
  checkWhole('trees', read.trees, 1)
  if (read.outsideRange !== 'model' && read.outsideRange !== 'untrained-estimate')
    throw new RangeError(
      `outsideRange must be model or untrained-estimate (got ${String(read.outsideRange)})`
    )
  checkWhole('rangeReferences', read.rangeReferences, 20)
  checkWhole('minLeaf', read.minLeaf, 1)
  checkWhole('treesPerPart', read.treesPerPart, 1)
  if (read.columns !== 'all' && read.columns !== 'without-hawkes')
    throw new RangeError(`columns must be all or without-hawkes (got ${String(read.columns)})`)
  for (const name of ['remembersAuthors', 'weighsPeers', 'keepsIds'] as const)
    if (typeof read[name] !== 'boolean') throw new RangeError(`${name} must be true or false`)
  if (!(read.trimmedShare >= 0 && read.trimmedShare <= 0.25))
    throw new RangeError(`trimmedShare must be from 0 to .25 (got ${String(read.trimmedShare)})`)
  if (!(Array.isArray(read.networks) && read.networks.every(isNetwork)))
    throw new RangeError(
      `networks must be a list of at most ${maxNetworks} names of 1 to ${maxNetworkLength} characters`
    )
  if (read.windows !== null && !(Array.isArray(read.windows) && read.windows.every(each => each > 0)))
    throw new RangeError('windows must be a list of positive numbers of seconds')
  return read
}

function isNetwork(name: unknown, index: number): boolean {
  return typeof name === 'string' && name !== '' && name.length <= maxNetworkLength && index < maxNetworks
}

function checkWhole(name: string, value: unknown, min: number): void {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min)
    throw new RangeError(`${name} must be a whole number of at least ${min} (got ${String(value)})`)
}
