import type { LeafSample } from '../../learners/forest/leaf-samples.ts'

/** The answers of the two forests for one case, as medians over the trees: log(N/n) and log N. */
export interface Outlook {
  readonly ratio: number
  readonly size: number
}

/**
 * Weights for a training set that mixes populations. Most trees separate the populations, but some leaves contain cases of
 * both. The point with the minimum relative error, which weights a case by 1/N, would then follow a few small cases. A
 * training case is therefore weighted by e^(-(d/bandwidth)^2/2), where d is the distance between its outlook, from the trees
 * that were not trained on it, and the outlook of the query.
 */
export interface Peers {
  /** The outlooks of the training rows, by row. */
  readonly ratios: Float64Array
  readonly sizes: Float64Array
  /** In natural logarithms: 0.7 is a factor of two. */
  readonly bandwidth: number
}

/** The bandwidths that training compares, besides no weighting. */
export const bandwidthChoices: readonly number[] = [2, 1, 0.7, 0.5, 0.35]

/** With peers, the point ignores this share of the weight at each end of the distribution. */
export const trimmedShareOfPeers = 0.03

/** A minimum weight, so that the nearest cases count even if all cases are far away. */
const minFactor = 1e-9

/** Multiplies the weights of a leaf sample by the peer weights. `order`: the training row of each rank. Cost O(sample). */
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
