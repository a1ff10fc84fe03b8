import type { Samples } from '../predictor.ts'
import { absoluteRelativeError } from './absolute-relative-error.ts'
import { weightedMedian } from './baselines/learner.ts'
import { interpolate } from './interpolate.ts'
import type { Correction, Start } from './model.ts'
import { highIndex, lowIndex, medianIndex } from './quantiles.ts'
import type { Sample } from './sample.ts'

/** The logarithms of a forecast: its point of least expected error, and its quantiles by the indexes of `quantileShares`. */
export interface LogForecast {
  readonly point: number
  readonly quantiles: readonly number[]
}

// Chosen by the learning curve on seven public sets together: bench/RESULTS.md, "Learning curve".
/** The number of cases that move the first model half of the way to their own level and spread. */
const casesToCorrect = 10
/** The number of cases with which own forests count as much as the first model, if they do as well out of bag. */
const casesToShare = 8
/** The own forests' odds change by e for so many standard errors of the difference. */
const oddsPerStandardError = 1
const maxStandardErrors = 4
const minStandardError = 1e-6

const maxSpread = 4
const minHalfWidth = 0.02

/**
 * Learns how the first model is corrected by the own cascades. `firstForecasts`: those of the first model for the samples; null
 * where it has none, and such a sample teaches nothing.
 * `ownPoints`: the sizes by the own forests out of bag, NaN where they have none.
 */
export function learnCorrections(
  samples: Samples<Sample>,
  firstForecasts: readonly (LogForecast | null)[],
  ownPoints: ArrayLike<number>
): readonly Correction[] {
  const known = [...samples.keys()].filter(position => firstForecasts[position] !== null)
  const positions = Map.groupBy(known, position => samples[position].sample.windowSeconds)
  return [...positions]
    .sort(([one], [other]) => one - other)
    .map(([windowSeconds, own]) => {
      const cases = own.map(position => ({
        size: samples[position].sample.finalSize,
        events: samples[position].sample.observedEvents,
        first: firstForecasts[position]!,
        ownPoint: ownPoints[position]
      }))
      const correction = learnShifts(cases)
      return { windowSeconds, ...correction, ownShare: learnOwnShare(cases, correction) }
    })
}

interface Case {
  readonly size: number
  readonly events: number
  readonly first: LogForecast
  readonly ownPoint: number
}
type Shifts = Omit<Correction, 'windowSeconds' | 'ownShare'>

function learnShifts(cases: readonly Case[]): Shifts {
  const learned = cases.length / (cases.length + casesToCorrect)
  // |N - k p|/N = (p/N) |N/p - k|: the k of least error is the median of N/p with weights p/N.
  const ratios = cases.map(({ size, first }) => size / Math.exp(first.point))
  const weights = ratios.map(ratio => 1 / ratio)
  const pointLevel = learned * Math.log(weightedMedian(ratios, weights))
  const distances = cases.map(({ size, first }) => Math.log(size) - first.quantiles[medianIndex])
  const level = learned * weightedMedian(distances, new Array(distances.length).fill(1))
  // The factor with which the 80 % interval would have held 80 % of the own cases (split-conformal).
  const scales = cases
    .map(({ first: { quantiles } }, i) => {
      const distance = distances[i] - level
      const end = quantiles[distance > 0 ? highIndex : lowIndex]
      return Math.abs(distance) / Math.max(Math.abs(end - quantiles[medianIndex]), minHalfWidth)
    })
    .sort((a, b) => a - b)
  const needed = scales[Math.min(Math.ceil(0.8 * (cases.length + 1)), cases.length) - 1]
  const spread = Math.min(maxSpread, Math.max(1 / maxSpread, needed)) ** learned
  return { pointLevel, level, spread }
}

/** Grows with the number of cases, and with the evidence that the own forests are better than the corrected first model. */
function learnOwnShare(cases: readonly Case[], { pointLevel }: Shifts): number {
  const differences = cases
    .filter(({ ownPoint }) => Number.isFinite(ownPoint))
    .map(({ size, events, first, ownPoint }) => {
      const corrected = Math.max(events, Math.exp(first.point + pointLevel))
      return absoluteRelativeError(ownPoint, size) - absoluteRelativeError(corrected, size)
    })
  const count = differences.length
  if (count < 2) return 0
  const mean = differences.reduce((sum, each) => sum + each, 0) / count
  const variance = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (count - 1)
  const standardErrors = mean / Math.max(Math.sqrt(variance / count), minStandardError)
  const bounded = Math.min(maxStandardErrors, Math.max(-maxStandardErrors, standardErrors))
  const odds = (count / casesToShare) * Math.exp(-oddsPerStandardError * bounded)
  return odds / (1 + odds)
}

/** The correction at a window: interpolated in log window, and that of the nearest window outside. */
export function findCorrection(
  { corrections }: Pick<Start, 'corrections'>,
  windowSeconds: number
): Correction {
  const windows = corrections.map(each => Math.log(each.windowSeconds))
  const at = (pick: (correction: Correction) => number) =>
    interpolate(windows, corrections.map(pick), Math.log(windowSeconds))
  return {
    windowSeconds,
    pointLevel: at(({ pointLevel }) => pointLevel),
    level: at(({ level }) => level),
    spread: at(({ spread }) => spread),
    ownShare: at(({ ownShare }) => ownShare)
  }
}

/** The forecast of the first model with a correction; none below the observed events. */
export function correct(
  { point, quantiles }: LogForecast,
  { pointLevel, level, spread }: Correction,
  observedEvents: number
): LogForecast {
  const min = Math.log(observedEvents)
  const median = quantiles[medianIndex]
  return {
    point: Math.max(min, point + pointLevel),
    quantiles: quantiles.map(each => Math.max(min, median + level + spread * (each - median)))
  }
}

/** The mean of two forecasts in logarithms; `share` of the first. */
export function mixForecasts(share: number, one: LogForecast, other: LogForecast): LogForecast {
  const mix = (first: number, second: number) => share * first + (1 - share) * second
  return {
    point: mix(one.point, other.point),
    quantiles: one.quantiles.map((each, k) => mix(each, other.quantiles[k]))
  }
}
