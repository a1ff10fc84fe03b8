import type { LeafSample } from '../../learners/forest/leaf-samples.ts'

/**
 * Gives more weight to past cascades of the same author. Authors are anonymous, but few of them have the same number of
 * followers. A training case is therefore weighted by 1 + boost e^(-(d / bandwidth)^2 / 2), where d is the difference between
 * the log followers of its post and of the query's post. Only cases in the leaf samples of the query are weighted.
 * Boost 0 disables the weighting.
 */
export interface AuthorMemory {
  /** The index of logPostFollowers among the columns that the forests read. */
  readonly column: number
  /** Log followers of the post, by training row. */
  readonly logFollowers: Float64Array
  readonly bandwidth: number
  readonly boost: number
}

/** The choices that training compares; the first disables the weighting. An account gains about 1 % of followers in weeks. */
export const authorChoices: readonly Pick<AuthorMemory, 'bandwidth' | 'boost'>[] = [
  { bandwidth: 0.01, boost: 0 },
  ...[0.01, 0.03].flatMap(bandwidth => [1, 3, 10, 30].map(boost => ({ bandwidth, boost })))
]

/** Multiplies the weights of a leaf sample by the author weights. `order`: the training row of each rank. Cost O(sample). */
export function recallAuthor(
  { logFollowers, bandwidth, boost }: Pick<AuthorMemory, 'logFollowers' | 'bandwidth' | 'boost'>,
  queryLogFollowers: number,
  order: Uint32Array,
  { ranks, weights }: LeafSample
): void {
  if (boost === 0) return
  for (let i = 0; i < ranks.length; i++) {
    const distance = (logFollowers[order[ranks[i]]] - queryLogFollowers) / bandwidth
    if (Math.abs(distance) < 6) weights[i] *= 1 + boost * Math.exp((-distance * distance) / 2)
  }
}
