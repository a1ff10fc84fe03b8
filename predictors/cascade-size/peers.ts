import type { LeafSample } from '../../learners/forest/leaf-samples.ts'

/** What the two forests answer of one case, the median over trees: log(N/n) by the one, log N by the other. */
export interface Outlook {
  readonly ratio: number
  readonly size: number
}

/**
 * Where a training set mixes populations, most trees tell them apart and some do not: a leaf or two holds cases of the
 * other kind, and the point of least relative error, which counts a case by 1/N, follows a few small ones. So a training
 * case counts e^(-(d/bandwidth)^2/2) times, d the distance between its own outlook, from the trees that did not see it,
 * and the query's. The median over trees decides as most of them do.
 */
export interface Peers {
  /** By training row: its outlook. */
  readonly ratios: Float64Array
  readonly sizes: Float64Array
  /** In natural logarithms: .7 is a factor of two. */
  readonly bandwidth: number
}

/** Bandwidths that training chooses from, beside none. */
export const bandwidthChoices: readonly number[] = [2, 1, 0.7, 0.5, 0.35]

/** The share of weight at either end that the point leaves out where peers count. */
export const trimmedShare = 0.03

/** Where all are far away, the nearest still count. */
const minFactor = 1e-9

/** Multiplies the weights of training rows by how near their outlook is; `order`: the row of each rank. Cost O(sample). */
export function weighPeers(
  { ratios, sizes, bandwidth }: Peers,
  { ratio, size }: Outlook,
  order: Uint32Array,
  { ranks, weights }: LeafSample
): void {
  const scale = -1 / (2 * bandwidth * bandwidth)
  for (let i = 0; i < ranks.length; i++) {
    const row = order[ranks[i]]
    const squared = (ratios[row] - ratio) ** 2 + (sizes[row] - size) ** 2
    weights[i] *= Math.exp(scale * squared) + minFactor
  }
}
