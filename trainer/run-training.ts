import { writeTime } from '../ports/calendar.ts'
import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Manifest, ModelVersions } from '../stores/model-versions.ts'
import type { TrainingRun } from '../stores/training-runs.ts'
import { type GateVerdict, judgeGate } from './gate.ts'
import { readGroupFilter, writeGroupFilter } from './group-filter.ts'
import { loadVersion } from './load-version.ts'
import { listOtherMetrics, summarizeLosses } from './metrics.ts'
import { findDroppedSlices } from './slice-coverage.ts'
import { type Split, split } from './split.ts'
import type { CaseText, Combined } from './train-task.ts'
import { measure, measureFigures, trainVersion } from './train-version.ts'
import type { TrainingRequest } from './training-request.ts'

export interface TrainingSettings {
  /** The share of the eligible groups that is held out. */
  readonly heldOutShare: number
  /** With fewer held-out groups the training is postponed. */
  readonly minHeldOutGroups: number
  readonly minTrainingGroups: number
}

export interface TrainingOptions {
  readonly predictorModule: PredictorModule
  readonly versions: ModelVersions
  readonly threads: Threads
  readonly clock: Clock
  readonly settings: TrainingSettings
  /** The version of the program, for the manifest. */
  readonly codeVersion: string
  /** False after another trainer took the lease. Then nothing may be published. */
  readonly isOurs: () => boolean
}

/** The predictor without a model. */
const modelLess = 'model-less'

/** The recorded end of a run. */
interface TrainingEnd {
  readonly state: Extract<TrainingRun['state'], 'promoted' | 'declined' | 'postponed'>
  readonly reason: string
  readonly version: number | null
  readonly report: Readonly<Record<string, unknown>>
}

/**
 * Trains a version from finished cases. It splits the cases, trains, measures candidate and champion on the same held-out
 * cases, publishes the version with its metrics, and promotes it if it passes the gate or the request overrides the gate.
 * A champion trained on simulated cases is not compared. Throws Failure('shutting-down') if the lease is lost.
 */
export async function runTraining(
  options: TrainingOptions,
  cases: readonly CaseText[],
  request: TrainingRequest
): Promise<TrainingEnd> {
  const { predictorModule, versions, settings, threads } = options
  const serving = (await versions.serving(predictorModule.predictor.name))?.version ?? null
  const champion = serving === null ? null : await findChampion(options, serving)
  const judged = champion && (request.isSimulated || !champion.isSimulated) ? champion : null
  const parts = split(cases, { ...settings, seed: request.seed, champion: splitBy(judged) })
  const trainingGroups = new Set(parts.training.map(({ group }) => group))
  const sizes = {
    champion: serving,
    training: { cases: parts.training.length, groups: trainingGroups.size },
    heldOut: { cases: parts.heldOut.length, groups: parts.heldOutGroups }
  }
  const lack = findLack(sizes.training.groups, parts.heldOutGroups, settings, request)
  if (lack) return { state: 'postponed', reason: lack, version: null, report: sizes }

  const trained = await train(options, parts, request)
  if (!('bytes' in trained))
    return { state: 'postponed', reason: trained.tooLittle, version: null, report: sizes }
  const { models, baselines, otherMetrics } = await measureAll(trained, parts, judged)
  const trivial = { [modelLess]: models[modelLess]!, ...baselines }
  const gate = judgeGate({
    candidate: models.candidate!,
    ...(judged
      ? { competitors: { champion: models.champion! }, baselines: trivial }
      : { competitors: trivial }),
    droppedSlices: champion
      ? await findDroppedSlices({ threads, predictorModule, candidate: trained.bytes, live: champion }, cases)
      : [],
    minGroups: settings.minHeldOutGroups
  })
  const report = { ...sizes, gate }
  const overridden = request.override
  if (gate.is === 'too-few' && !overridden)
    return { state: 'postponed', reason: gate.reason, version: null, report }
  if (!options.isOurs()) throw new Failure('shutting-down', 'another trainer took over')

  const manifest = await versions.publish(
    predictorModule.predictor.name,
    new Uint8Array(trained.bytes).slice(),
    {
      schemaVersion: predictorModule.predictor.sampleVersion,
      features: trained.features,
      training: {
        source: request.source,
        samples: parts.training.length,
        groups: trainingGroups.size,
        cut: cutOf(parts.training),
        seed: request.seed,
        options: request.train,
        groupFilter: writeGroupFilter(trainingGroups)
      },
      metrics: summarizeLosses({ ...models, ...baselines }, predictorModule.predictor.slices),
      ...(otherMetrics.length > 0 && { otherMetrics }),
      parent: serving,
      codeVersion: options.codeVersion,
      isSimulated: request.isSimulated,
      notes: request.isSimulated ? 'learned from simulated cases' : ''
    }
  )
  return promote(options, { manifest, gate, request, serving, champion, report })

  async function measureAll(
    combined: Combined,
    { training, heldOut }: Split<CaseText>,
    competitor: Champion | null
  ) {
    const compared = { candidate: combined.bytes, ...(competitor && { champion: competitor.bytes }) }
    const [losses, figures] = await Promise.all([
      measure(threads, predictorModule, { training, heldOut }, { ...compared, [modelLess]: null }),
      measureOthers(heldOut, compared)
    ])
    return { ...losses, otherMetrics: listOtherMetrics(predictorModule.predictor, figures) }
  }

  async function measureOthers(
    heldOut: readonly CaseText[],
    compared: Readonly<Record<string, SharedArrayBuffer>>
  ) {
    if (predictorModule.predictor.measure === undefined) return {}
    const figures = Object.entries(compared).map(
      async ([forecaster, bytes]) =>
        [forecaster, await measureFigures(threads, predictorModule, heldOut, bytes)] as const
    )
    return Object.fromEntries(await Promise.all(figures))
  }
}

interface Champion extends Pick<Manifest, 'version' | 'isSimulated' | 'training' | 'metrics'> {
  readonly bytes: SharedArrayBuffer
}

/** The live version, unless it cannot be loaded. */
async function findChampion(options: TrainingOptions, version: number): Promise<Champion | null> {
  const loaded = await loadVersion(options, version)
  if ('fault' in loaded) return null
  const { isSimulated, training, metrics } = loaded.manifest
  return { version, isSimulated, training, metrics, bytes: loaded.bytes }
}

function splitBy(champion: Champion | null) {
  if (!champion) return null
  const { cut, groupFilter } = champion.training
  return {
    cut: cut === null ? Number.NEGATIVE_INFINITY : Date.parse(cut),
    isMember: readGroupFilter(groupFilter)
  }
}

function findLack(
  training: number,
  heldOut: number,
  { minTrainingGroups, minHeldOutGroups }: TrainingSettings,
  { override }: TrainingRequest
): string | null {
  if (training < minTrainingGroups)
    return `${training} groups for training, at least ${minTrainingGroups} are needed`
  if (heldOut < minHeldOutGroups && !override)
    return `${heldOut} held-out groups (that ended after the champion's training cut and are in no training set), at least ${minHeldOutGroups} are needed`
  return null
}

async function train(
  { threads, predictorModule }: TrainingOptions,
  { training }: Split<CaseText>,
  { seed, train }: TrainingRequest
): Promise<Combined | { readonly tooLittle: string }> {
  try {
    return await trainVersion(threads, predictorModule, training, { ...train, seed })
  } catch (error) {
    if (error instanceof RangeError) return { tooLittle: error.message }
    throw error
  }
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
