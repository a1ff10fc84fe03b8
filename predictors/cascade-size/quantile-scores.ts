import { quantileShares } from './quantiles.ts'

/** log(p / (1 - p)). */
export function logit(share: number): number {
  return Math.log(share / (1 - share))
}

const scores = quantileShares.map(logit)
const last = scores.length - 1
/** The smallest growth of the log of a size for one unit of score beyond the outermost quantiles. */
const minSlope = 0.02

/**
 * The score of a size in a distribution: the logit of the probability of at most that size, interpolated between the quantiles and
 * extrapolated beyond them. 0: the median. `logs`: the logs of the quantiles. Where several quantiles are equal to the size: the
 * score nearest to 0.
 */
export function toScore(logs: readonly number[], logSize: number): number {
  if (logSize < logs[0]) return scores[0] - (logs[0] - logSize) / slopeAtLow(logs)
  if (logSize > logs[last]) return scores[last] + (logSize - logs[last]) / slopeAtHigh(logs)
  const equal = scores.filter((_, k) => logs[k] === logSize)
  if (equal.length > 0) return equal.reduce((best, each) => (Math.abs(each) < Math.abs(best) ? each : best))
  const above = logs.findIndex(log => log > logSize)
  const share = (logSize - logs[above - 1]) / (logs[above] - logs[above - 1])
  return scores[above - 1] + share * (scores[above] - scores[above - 1])
}

/** The log of the size with a score. The inverse of toScore where the quantiles differ. */
export function fromScore(logs: readonly number[], score: number): number {
  if (score < scores[0]) return logs[0] - (scores[0] - score) * slopeAtLow(logs)
  if (score > scores[last]) return logs[last] + (score - scores[last]) * slopeAtHigh(logs)
  const above = Math.max(
    1,
    scores.findIndex(each => each >= score)
  )
  const share = (score - scores[above - 1]) / (scores[above] - scores[above - 1])
  return logs[above - 1] + share * (logs[above] - logs[above - 1])
}

/** Maps a score of the plain model to that of `adapted`, which replaces the scores of the quantiles. */
export function mapScore(adapted: readonly number[], score: number): number {
  if (score <= scores[0]) return adapted[0] + (score - scores[0])
  if (score >= scores[last]) return adapted[last] + (score - scores[last])
  const above = scores.findIndex(each => each >= score)
  const share = (score - scores[above - 1]) / (scores[above] - scores[above - 1])
  return adapted[above - 1] + share * (adapted[above] - adapted[above - 1])
}

function slopeAtLow(logs: readonly number[]): number {
  return Math.max(minSlope, (middleOf(logs) - logs[0]) / -scores[0])
}

function slopeAtHigh(logs: readonly number[]): number {
  return Math.max(minSlope, (logs[last] - middleOf(logs)) / scores[last])
}

function middleOf(logs: readonly number[]): number {
  return logs[last >> 1]
}
