import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Metric } from '../stores/model-versions.ts'
import type { Samples } from '../stores/samples.ts'
import type { VerificationEnd } from '../stores/verifications.ts'
import { gateStandardErrors } from './gate.ts'
import { readGroupFilter } from './group-filter.ts'
import { listCases } from './list-cases.ts'
import type { LoadedVersion } from './load-version.ts'
import { allSlices, summarizeLosses } from './metrics.ts'
import { pairedDifference } from './paired-difference.ts'
import { baselineCases, minBaselineCases } from './score-outcomes.ts'
import type { CaseText } from './train-task.ts'
import { measure, measureModels } from './train-version.ts'

export interface NewestSettings {
  /** The maximum number of cases for the measurement: those that ended last. */
  readonly newestCases: number
  /** With fewer groups the verification is undecided. */
  readonly minHeldOutGroups: number
  /** The maximum ratio of the version's mean loss to its held-out loss. */
  readonly lossRatioLimit: number
}

interface VerifyNewestOptions {
  readonly predictorModule: PredictorModule
  readonly threads: Threads
  readonly samples: Pick<Samples, 'list' | 'count'>
  readonly settings: NewestSettings
}

/** The forecaster name of the live version in losses and metrics. */
export const live = 'live'

/**
 * Measures the live version on the newest real cases that it was not trained on, and compares it with baselines learned from
 * the other cases. It fails if its mean loss is above `lossRatioLimit` times its held-out loss, if a baseline is better by more
 * than two standard errors of the paired difference, or if it answers none of the cases.
 */
export async function verifyNewest(
  options: VerifyNewestOptions,
  { manifest, bytes }: LoadedVersion
): Promise<VerificationEnd> {
  const { predictorModule, threads, settings } = options
  const { version } = manifest
  const { newest, others } = await splitCases(options, manifest.training.groupFilter)
  const groups = new Set(newest.map(({ group }) => group)).size
  const none: readonly Metric[] = []
  const measured = { version, cases: newest.length, metrics: none }
  if (groups < settings.minHeldOutGroups)
    return {
      ...measured,
      state: 'undecided',
      reason: `${groups} groups of real cases that version ${version} was not trained on, at least ${settings.minHeldOutGroups} are needed`
    }
  const models = { [live]: bytes, 'model-less': null }
  const losses =
    others.length < minBaselineCases
      ? await measureModels(threads, predictorModule, newest, models)
      : await measure(threads, predictorModule, { training: others, heldOut: newest }, models).then(
          ({ models, baselines }) => ({ ...models, ...baselines })
        )
  const metrics = summarizeLosses(losses, predictorModule.predictor.slices)
  const own = findMetric(metrics, live)
  const promised = findMetric(manifest.metrics, 'candidate')
  const fault = findFault()
  if (fault !== null) return { ...measured, metrics, state: 'failed', reason: fault }
  const reason = `mean loss ${write(own?.meanLoss)} on ${newest.length} cases${promised ? ` (${write(promised.meanLoss)} on its held-out cases)` : ''}`
  return { ...measured, metrics, state: 'passed', reason }

  function findFault(): string | null {
    if (!own) return `version ${version} answers none of the ${newest.length} cases`
    const { [live]: ownLosses, ...otherLosses } = losses
    if (promised && own.meanLoss > settings.lossRatioLimit * promised.meanLoss)
      return `mean loss ${write(own.meanLoss)} on ${newest.length} cases is above ${settings.lossRatioLimit} times the ${write(promised.meanLoss)} on its held-out cases`
    for (const [name, other] of Object.entries(otherLosses)) {
      const { mean, standardError } = pairedDifference(ownLosses!, other)
      if (mean > gateStandardErrors * standardError)
        return `worse than the baseline ${name}: mean loss ${write(own.meanLoss)}, ${write(mean)} more (standard error ${write(standardError)}, ${groups} groups)`
    }
    return null
  }
}

/** The newest cases that the version was not trained on, and the cases of all other groups. */
async function splitCases(
  { predictorModule, samples, settings }: VerifyNewestOptions,
  groupFilter: string | undefined
): Promise<{ readonly newest: readonly CaseText[]; readonly others: readonly CaseText[] }> {
  const limit = settings.newestCases + baselineCases
  const cases = await listCases(samples, predictorModule.predictor, { limit, provenances: ['real'] })
  const isMember = readGroupFilter(groupFilter)
  const newest = cases.filter(({ group }) => !isMember(group)).slice(-settings.newestCases)
  const groups = new Set(newest.map(({ group }) => group))
  return { newest, others: cases.filter(({ group }) => !groups.has(group)) }
}

function findMetric(metrics: readonly Metric[], wanted: string): Metric | undefined {
  return metrics.find(
    ({ forecaster, slice, cases }) => forecaster === wanted && slice === allSlices && cases > 0
  )
}

function write(value: number | undefined): string {
  return value === undefined ? 'none' : String(Number(value.toPrecision(3)))
}
