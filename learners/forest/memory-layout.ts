/**
 * Where the passes of assembly/best-splits.ts and the search of assembly/extra-splits.ts leave their results: byte
 * addresses of float64 values at the start of their memories. AssemblyScript and TypeScript both import these constants. What
 * lies behind the results depends on the matrix: best-passes-simd.ts and extra-splits-simd.ts lay it out and pass addresses.
 */

/** Of best-splits: the score of the best split that a scan found. */
export const SCORE = 0
export const BEST_RESULT_BYTES = 64

/** Of extra-splits: the best split that a search found. */
export const THRESHOLD = 0
export const GAIN = 8
export const LEFT_WEIGHT = 16
export const LEFT_SUM = 24
/** Scratch of a search: by column of a group, the share drawn, the random stream before the draw, and its place before. */
export const SHARES = 32
export const STATES = 64
export const PICKS = 128
export const EXTRA_RESULT_BYTES = 256
/** Columns that are searched at a time. */
export const GROUP = 4
