import type { Losses } from '../predictors/predictor.ts'
import { type PairedDifference, pairedDifference } from './paired-difference.ts'

/** A candidate must be better by this number of standard errors of the paired difference. */
export const gateStandardErrors = 2

/** Losses on the same held-out cases. */
interface GateInput {
  readonly candidate: Losses
  /** The forecasters it must beat, by name: the champion; without a champion 'model-less' and every baseline. */
  readonly competitors: Readonly<Record<string, Losses>>
  /** The forecasters it must not be worse than, by name: every baseline that is not among the competitors. */
  readonly baselines?: Readonly<Record<string, Losses>>
  /** Slices that the live version covers and the candidate does not. */
  readonly droppedSlices?: readonly string[]
  /** With fewer groups the gate makes no decision. */
  readonly minGroups: number
}

interface Comparison extends PairedDifference {
  readonly rival: string
  readonly isBetter: boolean
}

export type GateVerdict = {
  readonly is: 'passed' | 'not-passed' | 'too-few'
  readonly reason: string
  /** The comparisons with the forecasters it must beat. */
  readonly comparisons: readonly Comparison[]
  /** The comparisons with the forecasters it must not be worse than. */
  readonly baselines: readonly Comparison[]
  readonly droppedSlices: readonly string[]
}

/**
 * Decides whether a candidate may go live. It passes under three conditions. For each competitor, the mean paired difference of
 * the loss by group is below minus two standard errors (by chance alone about once in 44 trials). For each baseline, the mean
 * difference is at most 0. The candidate covers every slice that the live version covers.
 */
export function judgeGate(input: GateInput): GateVerdict {
  const { candidate, minGroups, droppedSlices = [] } = input
  const compareAll = (losses: Readonly<Record<string, Losses>>) =>
    Object.entries(losses).map(([rival, own]) => compare(candidate, rival, own))
  const comparisons = compareAll(input.competitors)
  const baselines = compareAll(input.baselines ?? {})
  const figures = { comparisons, baselines, droppedSlices }
  const smallest = comparisons.reduce((min, each) => (each.groups < min.groups ? each : min))
  if (smallest.groups < minGroups) {
    const reason = `${smallest.groups} held-out groups were answered by the candidate or ${smallest.rival}, at least ${minGroups} are needed`
    return { is: 'too-few', reason, ...figures }
  }
  if (droppedSlices.length > 0)
    return { is: 'not-passed', reason: describeDropped(droppedSlices), ...figures }
  const notBeaten = comparisons.find(({ isBetter }) => !isBetter)
  if (notBeaten) {
    return { is: 'not-passed', reason: describeNotBeaten(notBeaten), ...figures }
  }
  const lostTo = baselines.filter(({ mean }) => mean > 0).sort((a, b) => b.mean - a.mean)[0]
  if (lostTo)
    return {
      is: 'not-passed',
      reason: `${describe(lostTo)}: no baseline may be better on the held-out cases`,
      ...figures
    }
  const closest = comparisons.reduce((max, each) => (each.mean > max.mean ? each : max))
  return { is: 'passed', reason: describe(closest), ...figures }
}

function compare(candidate: Losses, rival: string, losses: Losses): Comparison {
  const difference = pairedDifference(candidate, losses)
  const isBetter = difference.mean < -gateStandardErrors * difference.standardError
  return { rival, ...difference, isBetter }
}

function describeNotBeaten(comparison: Comparison): string {
  const { mean, standardError } = comparison
  const needed = (gateStandardErrors * standardError).toPrecision(3)
  const difference = describe(comparison)
  return mean < 0
    ? `${difference}, but a promotion needs ${needed} (${gateStandardErrors} standard errors): more cases may help`
    : difference
}

function describe({ rival, mean, standardError, groups, firstFailures, secondFailures }: Comparison): string {
  const amount = `by ${Math.abs(mean).toPrecision(3)}`
  const better = mean < 0 ? `better than ${rival} ${amount}` : `as good as ${rival}`
  const difference = `${mean > 0 ? `worse than ${rival} ${amount}` : better} (standard error ${standardError.toPrecision(3)}, ${groups} groups)`
  const failures = `, ${firstFailures} cases without an answer to its ${secondFailures}`
  return firstFailures > secondFailures ? `${difference}${failures}` : difference
}

function describeDropped(slices: readonly string[]): string {
  const named = slices.map(slice => `'${slice}'`).join(', ')
  return `it does not answer at ${named}, which the live version covers: train with cases of ${slices.length === 1 ? 'this slice' : 'these slices'}, or promote with an override`
}
