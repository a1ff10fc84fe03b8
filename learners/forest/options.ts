export interface ForestOptions {
  /** random: the best split of all drawn columns. extra: the best of one random split for each drawn column. */
  readonly kind: 'random' | 'extra'
  readonly trees: number
  /** Whether the rows of each tree are drawn with replacement. False: each tree is trained on every row once. */
  readonly bootstrap: boolean
  /** The number of columns that are drawn for a split. More are drawn if all of these are constant in the node. */
  readonly featuresPerSplit: number
  /** The minimum number of distinct training rows in a leaf. */
  readonly minLeaf: number
  /** The maximum length of a path from the root to a leaf. Null: no limit. */
  readonly maxDepth: number | null
  readonly seed: number
}

/** The options of a search for splits. */
export type SplitOptions = Pick<ForestOptions, 'minLeaf' | 'featuresPerSplit'>

/** The number of columns for a share of them: at least one. */
export function featuresForShare(share: number, columns: number): number {
  return Math.max(1, Math.floor(share * columns + 1e-9))
}

/** Throws a RangeError that names the option if an option is invalid for this number of columns. */
export function checkOptions(options: ForestOptions, columns: number): void {
  const { kind, trees, featuresPerSplit, minLeaf, maxDepth, seed } = options
  if (kind !== 'random' && kind !== 'extra') throw new RangeError(`kind must be random or extra, not ${kind}`)
  checkWhole('trees', trees, 1, 1e6)
  checkWhole('featuresPerSplit', featuresPerSplit, 1, columns)
  checkWhole('minLeaf', minLeaf, 1, 2 ** 31)
  if (maxDepth !== null) checkWhole('maxDepth', maxDepth, 0, 2 ** 31)
  checkWhole('seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
}

function checkWhole(name: string, value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest)
    throw new RangeError(`${name} must be a whole number from ${lowest} to ${highest}, not ${value}`)
}
