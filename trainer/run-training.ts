import { writeTime } from '../ports/calendar.ts'
import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Manifest, ModelVersions } from '../stores/model-versions.ts'
import type { TrainingRun } from '../stores/training-runs.ts'
import { type GateVerdict, judgeGate } from './gate.ts'
import { writeGroupFilter } from './group-filter.ts'
import { loadVersion } from './load-version.ts'
import { type MeasuredCandidate, measureByFolds, measureOnHeldOut } from './measure-candidate.ts'
import { summarizeLosses } from './metrics.ts'
import { type Champion, type Comparison, type ComparisonSettings, planComparison } from './plan-comparison.ts'
import { readFirstModel } from './read-first-model.ts'
import { findDroppedSlices } from './slice-coverage.ts'
import type { CaseText } from './train-task.ts'
import type { TrainingRequest } from './training-request.ts'

export interface TrainingOptions {
  readonly predictorModule: PredictorModule
  readonly versions: ModelVersions
  readonly threads: Threads
  readonly clock: Clock
  readonly settings: ComparisonSettings
  /** The version of the program, for the manifest. */
  readonly codeVersion: string
  /** False after another trainer took the lease. Then nothing may be published. */
  readonly isOurs: () => boolean
}

/** The recorded end of a run. */
interface TrainingEnd {
  readonly state: Extract<TrainingRun['state'], 'promoted' | 'declined' | 'postponed'>
  readonly reason: string
  readonly version: number | null
  readonly report: Readonly<Record<string, unknown>>
}

/**
 * Trains a version from finished cases. It trains, measures candidate and champion on the same cases, publishes the version with
 * its metrics, and promotes it if it passes the gate or the request overrides the gate. The cases are held out or, where there are
 * few, cross-validated. Throws Failure('shutting-down') if the lease is lost.
 */
export async function runTraining(
  options: TrainingOptions,
  cases: readonly CaseText[],
  request: TrainingRequest
): Promise<TrainingEnd> {
  const { predictorModule, versions, threads } = options
  const serving = (await versions.serving(predictorModule.predictor.name))?.version ?? null
  const champion = serving === null ? null : await findChampion(options, serving)
  const comparison = planComparison(options.settings, cases, request, champion)
  const { training, minGroups, lack } = comparison
  const trainingGroups = new Set(training.map(({ group }) => group))
  const sizes = {
    champion: serving,
    training: { cases: training.length, groups: trainingGroups.size },
    heldOut: { cases: comparison.measured.length, groups: comparison.measuredGroups },
    isCrossValidated: comparison.isCrossValidated
  }
  if (lack) return { state: 'postponed', reason: lack, version: null, report: sizes }

  const measured = await measureCandidate(options, comparison, request)
  if ('tooLittle' in measured)
    return { state: 'postponed', reason: measured.tooLittle, version: null, report: sizes }
  const { losses, otherMetrics } = measured
  const gate = judgeGate({
    candidate: losses.candidate,
    ...(losses.champion
      ? { competitors: { champion: losses.champion }, baselines: losses.baselines }
      : { competitors: losses.baselines }),
    droppedSlices: champion
      ? await findDroppedSlices(
          { threads, predictorModule, candidate: measured.bytes, live: champion },
          cases
        )
      : [],
    minGroups
  })
  const report = { ...sizes, gate }
  const overridden = request.override
  if (gate.is === 'too-few' && !overridden)
    return { state: 'postponed', reason: gate.reason, version: null, report }
  if (!options.isOurs()) throw new Failure('shutting-down', 'another trainer took over')

  const { baselines, ...compared } = losses
  const manifest = await versions.publish(
    predictorModule.predictor.name,
    new Uint8Array(measured.bytes).slice(),
    {
      schemaVersion: predictorModule.predictor.sampleVersion,
      features: measured.features,
      training: {
        source: request.source,
        samples: training.length,
        groups: trainingGroups.size,
        cut: cutOf(training),
        seed: request.seed,
        options: request.train,
        groupFilter: writeGroupFilter(trainingGroups)
      },
      metrics: summarizeLosses({ ...compared, ...baselines }, predictorModule.predictor.slices),
      ...(otherMetrics.length > 0 && { otherMetrics }),
      parent: serving,
      codeVersion: options.codeVersion,
      isSimulated: request.isSimulated,
      notes: request.isSimulated ? 'learned from simulated cases' : ''
    }
  )
  return promote(options, { manifest, gate, request, serving, champion, report })
}

async function measureCandidate(
  { threads, predictorModule, settings }: TrainingOptions,
  { judged, training, measured, isCrossValidated }: Comparison,
  { seed, train, isSimulated }: TrainingRequest
): Promise<MeasuredCandidate | { readonly tooLittle: string }> {
  const measure = {
    threads,
    predictorModule,
    train: { ...train, seed },
    champion: judged?.bytes ?? null,
    prior: isSimulated || !settings.startsFromFirstModel ? null : await readFirstModel(predictorModule)
  }
  try {
    return isCrossValidated
      ? await measureByFolds(measure, training, measured)
      : await measureOnHeldOut(measure, training, measured)
  } catch (error) {
    if (error instanceof RangeError) return { tooLittle: error.message }
    throw error
  }
}

/** The live version, unless it cannot be loaded. */
async function findChampion(options: TrainingOptions, version: number): Promise<Champion | null> {
  const loaded = await loadVersion(options, version)
  if ('fault' in loaded) return null
  const { isSimulated, training, metrics } = loaded.manifest
  return { version, isSimulated, training, metrics, bytes: loaded.bytes }
}

function cutOf(training: readonly CaseText[]): string {
  return writeTime(training.reduce((latest, { endedAt }) => Math.max(latest, endedAt), 0))
}

async function promote(
  { versions, predictorModule }: TrainingOptions,
  published: {
    readonly manifest: Manifest
    readonly gate: GateVerdict
    readonly request: TrainingRequest
    /** The live version at the comparison. If another version is live by now, the comparison is not valid. */
    readonly serving: number | null
    readonly champion: Champion | null
    readonly report: Readonly<Record<string, unknown>>
  }
): Promise<TrainingEnd> {
  const { manifest, gate, request, serving, champion, report } = published
  const { version } = manifest
  const { override } = request
  const isDegraded = request.isSimulated && champion !== null && !champion.isSimulated
  if (!override && (gate.is !== 'passed' || isDegraded)) {
    const reason = isDegraded ? 'learned from simulated cases, and the champion was not' : gate.reason
    return { state: 'declined', reason, version, report }
  }
  const reason = override ? `${override.reason} (without the gate: ${gate.reason})` : gate.reason
  const actor = override ? override.actor : 'trainer'
  try {
    await versions.promote(predictorModule.predictor.name, version, {
      actor,
      reason,
      expectLive: serving
    })
    return { state: 'promoted', reason, version, report }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'conflict') throw error
    return {
      state: 'declined',
      reason: `compared with version ${serving ?? 'none'}: ${error.message}`,
      version,
      report
    }
  }
}
