import type { Losses } from '../predictors/predictor.ts'
import { type PairedDifference, pairedDifference } from './paired-difference.ts'

/** By how many standard errors of the paired difference a candidate must be better. */
export const gateStandardErrors = 2

/** Losses on the same held-out cases. */
export interface GateInput {
  readonly candidate: Losses
  /** Whom it must beat, by name: the champion alone, or, without one, 'model-less' and the trivial forecasters. */
  readonly rivals: Readonly<Record<string, Losses>>
  /** Fewer groups than this decide nothing. */
  readonly minGroups: number
}

export interface Comparison extends PairedDifference {
  readonly rival: string
  readonly isBetter: boolean
}

export type GateVerdict = {
  readonly is: 'passed' | 'not-passed' | 'too-few'
  readonly reason: string
  readonly comparisons: readonly Comparison[]
}

/**
 * Whether a candidate may serve: against each rival the mean paired difference of the loss by group is below minus two
 * standard errors. Under noise alone that happens about once in 44 trials.
 */
export function judgeGate({ candidate, rivals, minGroups }: GateInput): GateVerdict {
  const comparisons = Object.entries(rivals).map(([rival, losses]) => compare(candidate, rival, losses))
  const fewest = comparisons.reduce((least, each) => (each.groups < least.groups ? each : least))
  if (fewest.groups < minGroups) {
    const reason = `${fewest.groups} held-out groups that the candidate or ${fewest.rival} answered, at least ${minGroups} wanted`
    return { is: 'too-few', reason, comparisons }
  }
  const worse = comparisons.find(({ isBetter }) => !isBetter)
  const telling = worse ?? comparisons.reduce((least, each) => (each.mean > least.mean ? each : least))
  return { is: worse ? 'not-passed' : 'passed', reason: describe(telling), comparisons }
}

function compare(candidate: Losses, rival: string, losses: Losses): Comparison {
  const difference = pairedDifference(candidate, losses)
  const isBetter = difference.mean < -gateStandardErrors * difference.standardError
  return { rival, ...difference, isBetter }
}

function describe({
  rival,
  mean,
  standardError,
  groups,
  firstFailures,
  secondFailures,
  isBetter
}: Comparison) {
  const difference = `loss ${signed(mean)} against ${rival} (standard error ${standardError.toPrecision(3)}, ${groups} groups)`
  const failures = `, ${firstFailures} cases without an answer to its ${secondFailures}`
  const told = firstFailures > secondFailures ? `${difference}${failures}` : difference
  return isBetter ? told : `${told}: not below minus ${gateStandardErrors} standard errors`
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toPrecision(3)}`
}
