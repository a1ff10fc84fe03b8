import type { Random } from '../../learners/random.ts'
import { countFollowers, followerLawExponent } from './kernel.ts'

/** The distribution of the authors' numbers of followers. */
export interface FollowerLaw {
  /** The followers of one author, at least 1. */
  draw(random: Random): number
  /** E[m^exponent]; Infinity where the expectation does not exist. */
  meanPower(exponent: number): number
}

/** P(m) proportional to m^-alpha for 1 <= m <= maximum, alpha > 1. The defaults are the follower law of the model. */
export function powerLawFollowers(maximum = Infinity, alpha = followerLawExponent): FollowerLaw {
  const tail = alpha - 1
  const covered = 1 - maximum ** -tail
  return {
    draw: random => (1 - covered * random.uniform()) ** (-1 / tail),
    meanPower: exponent => {
      if (exponent === tail) return maximum === Infinity ? Infinity : (tail * Math.log(maximum)) / covered
      if (exponent > tail && maximum === Infinity) return Infinity
      return (tail / (tail - exponent)) * ((1 - maximum ** (exponent - tail)) / covered)
    }
  }
}

/** Lognormal with the given median; values below 1 count as 1. `deviation` > 0: the standard deviation of log m. */
export function lognormalFollowers(median: number, deviation: number): FollowerLaw {
  const mean = Math.log(median)
  return {
    draw: random => countFollowers(Math.exp(mean + deviation * drawNormal(random))),
    // E[max(m, 1)^b] = P(m < 1) + e^(b mean + b^2 s^2 / 2) Phi(mean / s + b s).
    meanPower: exponent =>
      normalShare(-mean / deviation) +
      Math.exp(exponent * mean + (exponent * deviation) ** 2 / 2) *
        normalShare(mean / deviation + exponent * deviation)
  }
}

/** Draws from the given numbers of followers, each with equal probability. RangeError where `magnitudes` is empty. */
export function empiricalFollowers(magnitudes: ArrayLike<number>): FollowerLaw {
  const counts = Float64Array.from(magnitudes, countFollowers)
  if (counts.length === 0) throw new RangeError('no magnitudes to draw followers from')
  return {
    draw: random => counts[random.integer(counts.length)],
    meanPower: exponent => counts.reduce((sum, count) => sum + count ** exponent, 0) / counts.length
  }
}

/** A standard normal number (Box and Muller 1958, the cosine only). */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log1p(-random.uniform())) * Math.cos(2 * Math.PI * random.uniform())
}

// Phi, the normal distribution function: Zelen and Severo 1964 (Abramowitz and Stegun 26.2.17), error below 7.5e-8.
function normalShare(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const upper = (series * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
  return x >= 0 ? 1 - upper : upper
}
