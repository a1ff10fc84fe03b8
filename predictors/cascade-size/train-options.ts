import type { TrainOptions } from '../predictor.ts'

/** What a training may be told. Everything but the seed has a default. */
export interface CascadeTrainOptions {
  readonly seed: number
  /** The windows to train for, in seconds; null: every window that has samples enough. */
  readonly windows: readonly number[] | null
  /** Trees of each forest. */
  readonly trees: number
  /** Trees of one part: what one thread grows at a time. */
  readonly treesPerPart: number
  /** Which columns the forests read; without-hawkes is what the baseline `features` is left with. */
  readonly columns: 'all' | 'without-hawkes'
  /** Whether past cascades of the same author may count more, as far as the training set bears it out. */
  readonly remembersAuthors: boolean
  /** Whether cases of another outlook may count less, as far as the training set bears it out. */
  readonly weighsPeers: boolean
}

const defaults = {
  windows: null,
  trees: 200,
  treesPerPart: 100,
  columns: 'all',
  remembersAuthors: true,
  weighsPeers: true
} as const

/** The options with defaults filled in. RangeError naming the option for an unknown or unusable one. */
export function readTrainOptions(options: TrainOptions): CascadeTrainOptions {
  const read = { ...defaults, ...options } as CascadeTrainOptions
  for (const name of Object.keys(read))
    if (name !== 'seed' && !(name in defaults)) throw new RangeError(`unknown training option ${name}`)
  checkWhole('seed', read.seed, Number.MIN_SAFE_INTEGER)
  checkWhole('trees', read.trees, 1)
  checkWhole('treesPerPart', read.treesPerPart, 1)
  if (read.columns !== 'all' && read.columns !== 'without-hawkes')
    throw new RangeError(`columns must be all or without-hawkes, not ${String(read.columns)}`)
  for (const name of ['remembersAuthors', 'weighsPeers'] as const)
    if (typeof read[name] !== 'boolean') throw new RangeError(`${name} must be true or false`)
  if (read.windows !== null && !(Array.isArray(read.windows) && read.windows.every(each => each > 0)))
    throw new RangeError('windows must be a list of positive numbers of seconds')
  return read
}

function checkWhole(name: string, value: unknown, min: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < min)
    throw new RangeError(`${name} must be a whole number from ${min}, not ${String(value)}`)
}
