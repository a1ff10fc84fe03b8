import type { Manifest } from '../stores/model-versions.ts'
import { readGroupFilter } from './group-filter.ts'
import { findEligible, split } from './split.ts'
import type { CaseText } from './train-task.ts'
import type { TrainingRequest } from './training-request.ts'

export interface ComparisonSettings {
  /** The share of the eligible groups that is held out. */
  readonly heldOutShare: number
  /** With fewer held-out groups the training is postponed. */
  readonly minHeldOutGroups: number
  readonly minTrainingGroups: number
  /** With this number of groups and up to the maximum, candidate and champion are compared by cross-validation. */
  readonly minCrossValidatedGroups: number
  readonly maxCrossValidatedGroups: number
  /** Whether a training on real cases starts from the model that comes with the predictor. */
  readonly startsFromFirstModel: boolean
}

/** The live version. */
export interface Champion extends Pick<Manifest, 'version' | 'isSimulated' | 'training' | 'metrics'> {
  readonly bytes: SharedArrayBuffer
}

/** How candidate and champion are compared. */
export interface Comparison {
  /** The champion, if it is compared. */
  readonly judged: Champion | null
  /** The training set of the version that may be published. */
  readonly training: readonly CaseText[]
  /** The cases on which the forecasters are measured. */
  readonly measured: readonly CaseText[]
  readonly measuredGroups: number
  /** Whether `measured` are cross-validated and in the training set too. Otherwise they are held out of it. */
  readonly isCrossValidated: boolean
  /** With fewer groups the gate makes no decision. */
  readonly minGroups: number
  /** Why there are too few groups. Null: there are enough. */
  readonly lack: string | null
}

/**
 * Plans the comparison. Few groups are cross-validated, so that a version learns from all of them; then a champion that was trained
 * on simulated cases is compared too. With more groups some are held out, and such a champion is not compared.
 */
export function planComparison(
  settings: ComparisonSettings,
  cases: readonly CaseText[],
  request: TrainingRequest,
  champion: Champion | null
): Comparison {
  const groups = new Set(cases.map(({ group }) => group)).size
  return groups <= settings.maxCrossValidatedGroups && !request.isSimulated
    ? crossValidateFew(settings, cases, request, champion, groups)
    : holdOut(settings, cases, request, champion)
}

function crossValidateFew(
  { minCrossValidatedGroups: minGroups }: ComparisonSettings,
  cases: readonly CaseText[],
  { override }: TrainingRequest,
  champion: Champion | null,
  groups: number
): Comparison {
  const eligible = findEligible(cases, override ? null : splitBy(champion))
  return {
    judged: champion,
    training: cases,
    measured: cases.filter(({ group }) => eligible.has(group)),
    measuredGroups: eligible.size,
    isCrossValidated: true,
    minGroups,
    lack:
      groups < minGroups
        ? `${groups} groups for training, at least ${minGroups} are needed`
        : eligible.size < minGroups
          ? `${eligible.size} ${eligibleGroups}, at least ${minGroups} are needed`
          : null
  }
}

const eligibleGroups =
  "held-out groups (that ended after the champion's training cut and are in no training set)"

function holdOut(
  settings: ComparisonSettings,
  cases: readonly CaseText[],
  { seed, override, isSimulated }: TrainingRequest,
  champion: Champion | null
): Comparison {
  const { minTrainingGroups, minHeldOutGroups } = settings
  const judged = champion && (isSimulated || !champion.isSimulated) ? champion : null
  const { training, heldOut, heldOutGroups } = split(cases, { ...settings, seed, champion: splitBy(judged) })
  const trainingGroups = new Set(training.map(({ group }) => group)).size
  return {
    judged,
    training,
    measured: heldOut,
    measuredGroups: heldOutGroups,
    isCrossValidated: false,
    minGroups: minHeldOutGroups,
    lack:
      trainingGroups < minTrainingGroups
        ? `${trainingGroups} groups for training, at least ${minTrainingGroups} are needed`
        : heldOutGroups < minHeldOutGroups && !override
          ? `${heldOutGroups} ${eligibleGroups}, at least ${minHeldOutGroups} are needed`
          : null
  }
}

function splitBy(champion: Champion | null) {
  if (!champion) return null
  const { cut, groupFilter } = champion.training
  return {
    cut: cut === null ? Number.NEGATIVE_INFINITY : Date.parse(cut),
    isMember: readGroupFilter(groupFilter)
  }
}
