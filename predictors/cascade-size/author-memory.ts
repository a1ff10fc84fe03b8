import type { LeafSample } from '../../learners/forest/leaf-samples.ts'

/**
 * Past cascades of the same author tell more than those of others. Authors have no name here, but few share a count
 * of followers: a training case whose post had nearly as many followers as the query's counts
 * 1 + boost e^(-(d / bandwidth)^2 / 2) times, d the difference of log followers. Only cases that the forests found
 * alike anyway gain weight. Boost 0: the author says nothing.
 */
export interface AuthorMemory {
  /** Where logPostFollowers stands among the columns that the forests read. */
  readonly column: number
  /** Log followers of the post, by training row. */
  readonly logFollowers: Float64Array
  readonly bandwidth: number
  readonly boost: number
}

/** A way to count the same author, from none on. A percent of followers is what an account gains in weeks. */
export const authorChoices: readonly Pick<AuthorMemory, 'bandwidth' | 'boost'>[] = [
  { bandwidth: 0.01, boost: 0 },
  ...[0.01, 0.03].flatMap(bandwidth => [1, 3, 10, 30].map(boost => ({ bandwidth, boost })))
]

/** Multiplies the weights of training rows by what the same author counts; `order`: the row of each rank. Cost O(sample). */
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
