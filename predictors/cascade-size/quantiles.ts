/** A size and the probability that the final size is at most that size. */
export interface Quantile {
  readonly share: number
  readonly size: number
}

/** The shares of a forecast's quantiles: enough for ranges of 50, 80 and 95 % and for the probability of any size. */
export const quantileShares: readonly number[] = [
  0.01, 0.025, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99
]
export const lowIndex: number = quantileShares.indexOf(0.1)
export const medianIndex: number = quantileShares.indexOf(0.5)
export const highIndex: number = quantileShares.indexOf(0.9)

/**
 * The ranks in a distribution that give the quantiles, ascending. The ranks of the 10 % and 90 % quantiles are calibrated; the
 * median is the middle, and the others are interpolated between these three and the ends of the distribution.
 */
export function interpolateRanks(lowRank: number, highRank: number): number[] {
  const middle = Math.min(Math.max(0.5, lowRank), highRank)
  const known = [
    { share: 0, rank: 0 },
    { share: 0.1, rank: lowRank },
    { share: 0.5, rank: middle },
    { share: 0.9, rank: highRank },
    { share: 1, rank: 1 }
  ]
  return quantileShares.map(share => {
    const above = known.findIndex(each => each.share >= share)
    const next = known[above]
    if (next.share === share) return next.rank
    const last = known[above - 1]
    return last.rank + ((share - last.share) / (next.share - last.share)) * (next.rank - last.rank)
  })
}
