export interface ForestOptions {
  /** random: the best split of each drawn column. extra: the best of one random split a column. */
  readonly kind: 'random' | 'extra'
  readonly trees: number
  /** Whether each tree sees as many rows drawn with replacement, or every row once. */
  readonly bootstrap: boolean
  /** How many columns are drawn at a split. More are when all of those are constant there. */
  readonly featuresPerSplit: number
  /** Least number of distinct training rows in a leaf. */
  readonly minLeaf: number
  /** Longest path from the root to a leaf; null: no limit. */
  readonly maxDepth: number | null
  readonly seed: number
}

/** What a search for splits needs of them. */
export type SplitOptions = Pick<ForestOptions, 'minLeaf' | 'featuresPerSplit'>

/** `share` of the columns, at least one. */
export function featuresForShare(share: number, columns: number): number {
  return Math.max(1, Math.floor(share * columns + 1e-9))
}

/** RangeError, naming the option, unless the options can be trained with on this many columns. */
export function checkOptions(options: ForestOptions, columns: number): void {
  const { kind, trees, featuresPerSplit, minLeaf, maxDepth, seed } = options
  if (kind !== 'random' && kind !== 'extra')
    throw new RangeError(`kind must be random or extra, not ${kind as string}`)
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
