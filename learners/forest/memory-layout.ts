/**
 * The results of assembly/best-splits.ts and assembly/extra-splits.ts: byte addresses of float64 values at the start of their
 * memories. AssemblyScript and TypeScript import these constants. The layout after the results depends on the matrix:
 * best-passes-simd.ts and extra-splits-simd.ts allocate it and pass the addresses.
 */

/** best-splits: the score of the best split of a scan. */
export const SCORE = 0
export const BEST_RESULT_BYTES = 64

/** extra-splits: the best split of a search. */
export const THRESHOLD = 0
export const GAIN = 8
export const LEFT_WEIGHT = 16
export const LEFT_SUM = 24
/** Scratch of a search, for each column of a group: the drawn share, the random state before the draw, and its old place. */
export const SHARES = 32
export const STATES = 64
export const PICKS = 128
export const EXTRA_RESULT_BYTES = 256
/** The number of columns that are searched at a time. */
export const GROUP = 4
