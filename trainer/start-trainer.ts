import type { Clock } from '../ports/clock.ts'
import { Failure } from '../ports/errors.ts'
import type { Component, Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Threads } from '../ports/threads.ts'
import { toError } from '../ports/to-error.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { Leases } from '../stores/leases.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { Outcomes } from '../stores/outcomes.ts'
import type { RecentFeatures } from '../stores/recent-features.ts'
import type { Samples } from '../stores/samples.ts'
import type { Scores } from '../stores/scores.ts'
import type { TrainingRun, TrainingRuns } from '../stores/training-runs.ts'
import type { Verifications } from '../stores/verifications.ts'
import { buildCalibrator, type CalibratorSettings } from './calibrator.ts'
import { listCases } from './list-cases.ts'
import type { ComparisonSettings } from './plan-comparison.ts'
import { runTraining } from './run-training.ts'
import { scoreOutcomes } from './score-outcomes.ts'
import {
  provenancesOf,
  readTrainingRequest,
  type TrainingRequest,
  type TrainingRunOptions
} from './training-request.ts'
import { buildCooldown, findTrigger, type TriggerSettings } from './triggers.ts'
import { buildVerifier, type VerifierSettings } from './verifier.ts'

export interface TrainerSettings
  extends ComparisonSettings,
    TriggerSettings,
    VerifierSettings,
    CalibratorSettings {
  /** The interval at which outcomes, requests and triggers are checked. */
  readonly lookSeconds: number
  readonly leaseSeconds: number
  /** By predictor: its own training options. Those of a request replace them. */
  readonly trainOptions: Readonly<Record<string, TrainingRequest['train']>>
  /** The maximum number of samples of a training: those that ended last. */
  readonly maxCases: number
}

const defaultTrainerSettings: TrainerSettings = {
  heldOutShare: 0.25,
  minHeldOutGroups: 30,
  minTrainingGroups: 30,
  minCrossValidatedGroups: 20,
  maxCrossValidatedGroups: 120,
  startsFromFirstModel: true,
  firstGroups: 30,
  newSamples: 500,
  scheduleSeconds: 24 * 3600,
  driftLimit: 0.25,
  lossRatioLimit: 1.25,
  recentCount: 500,
  pauseSeconds: 3600,
  minNewSamples: 50,
  lookSeconds: 1,
  leaseSeconds: 10,
  trainOptions: {},
  maxCases: 100_000,
  verifySeconds: 24 * 3600,
  newestCases: 500,
  calibrationSubjects: 500,
  calibrationSeconds: 5
}

const SCORED_AT_ONCE = 50

interface TrainerOptions {
  readonly predictors: readonly PredictorModule[]
  readonly outcomes: Outcomes
  readonly samples: Samples
  readonly scores: Scores
  readonly runs: TrainingRuns
  readonly verifications: Verifications
  readonly calibrations: Pick<Calibrations, 'put' | 'find'>
  readonly leases: Leases
  readonly recentFeatures: RecentFeatures
  readonly versions: ModelVersions
  readonly threads: Threads
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** The health component that reports whether the trainer makes progress. */
  readonly component?: Component
  /** Has one component for the verification of each predictor's live version. */
  readonly health?: Health
  /** Unique for each start of a process. */
  readonly owner: string
  readonly codeVersion: string
  readonly settings?: Partial<TrainerSettings>
}

interface Trainer {
  /** Checks outcomes and requests now. */
  wake(): void
  /** Ends the current run as failed and releases the leases. The threads stay open. */
  close(): Promise<void>
}

/** Turns outcomes into samples and scores, and samples into versions. A lease ensures one trainer for each predictor. */
export function startTrainer(options: TrainerOptions): Trainer {
  const closing = new AbortController()
  const loops = options.predictors.map(predictorModule => startLoop(options, predictorModule, closing.signal))
  return {
    wake() {
      for (const { wake } of loops) wake()
    },
    async close() {
      closing.abort()
      for (const { wake } of loops) wake()
      await Promise.all(loops.map(({ ended }) => ended))
    }
  }
}

function startLoop(options: TrainerOptions, predictorModule: PredictorModule, closed: AbortSignal) {
  const { samples, runs, leases, clock, metrics, component, owner } = options
  const settings = { ...defaultTrainerSettings, ...options.settings }
  const { name, sampleVersion } = predictorModule.predictor
  const log = options.log.child({ predictor: name })
  const leaseName = `trainer.${name}`
  const ended = metrics.counter('groundswell_training_runs_total', 'Training runs by end state.', [
    'predictor',
    'state'
  ])
  const isCooldownOver = buildCooldown()
  const verifier = buildVerifier({
    ...options,
    predictorModule,
    log,
    settings,
    component: options.health?.component({
      name: `verification of ${name}`,
      role: 'background',
      remedy:
        'Read what changed (groundswell models changelog) and roll back, or train a new version; groundswell verify measures again.',
      isSilent: true
    })
  })
  const calibrator = buildCalibrator({
    ...options,
    predictorModule,
    log,
    settings,
    lease: { name: leaseName, owner }
  })
  let holding: AbortController | null = null
  let waking = new AbortController()
  const over = loop()

  async function loop(): Promise<void> {
    while (!closed.aborted) {
      try {
        if (await takeLease()) await look()
        else verifier.rest()
        component?.clearProblem()
        component?.noteProgress()
      } catch (error) {
        if (closed.aborted) break
        log.error('trainer failed', { error })
        component?.reportProblem({ state: 'failed', cause: `${name}: ${toError(error).message}` })
      }
      if (closed.aborted) break
      await clock.sleep(settings.lookSeconds * 1000, waking.signal)
      waking = new AbortController()
    }
    holding?.abort()
    await leases.drop(leaseName, owner).catch(error => log.warn('lease was not dropped', { error }))
  }

  /** True: this trainer has the lease until `holding` fires. Cleans up after a dead predecessor first. */
  async function takeLease(): Promise<boolean> {
    if (holding && !holding.signal.aborted) return true
    if (!(await leases.take(leaseName, owner, settings.leaseSeconds))) return false
    holding = new AbortController()
    verifier.rest()
    void keepLease(holding)
    const abandoned = await runs.abandon(name, 'its trainer died')
    if (abandoned > 0) log.warn('training runs of a dead trainer failed', { runs: abandoned })
    while ((await samples.removeOutdated(name, sampleVersion, 1_000)) > 0);
    return true
  }

  /** Renews the lease. An unavailable database does not end a training; an expired lease does. */
  async function keepLease(own: AbortController): Promise<void> {
    const milliseconds = settings.leaseSeconds * 1000
    let until = clock.monotonic() + milliseconds
    while (!own.signal.aborted) {
      await clock.sleep(milliseconds / 3, own.signal)
      if (own.signal.aborted) return
      const next = clock.monotonic() + milliseconds
      const isOurs = await leases
        .take(leaseName, owner, settings.leaseSeconds)
        .catch(() => (clock.monotonic() < until ? null : false))
      if (isOurs === false) own.abort()
      else if (isOurs) until = next
    }
  }

  async function look(): Promise<void> {
    // Ends at the first partial batch: a continuous stream always has some new outcomes.
    while (
      !closed.aborted &&
      (await scoreOutcomes({ ...options, predictorModule, log }, SCORED_AT_ONCE)) === SCORED_AT_ONCE
    );
    if (!closed.aborted) await calibrator.look()
    // Run requested trainings before triggers: afterwards there may be no trigger.
    await trainQueued()
    const trigger = await findTrigger({
      ...options,
      predictor: name,
      sampleVersion,
      settings,
      isCooldownOver
    })
    if (trigger) {
      const asked: TrainingRunOptions = { reason: trigger.reason, actor: 'trainer' }
      await runs.request(name, trigger.name, JSON.stringify(asked))
      await trainQueued()
    }
    if (!closed.aborted) await verifier.look()
  }

  async function trainQueued(): Promise<void> {
    for (let run = await runs.begin(name); run && !closed.aborted; run = await runs.begin(name))
      await train(run)
  }

  async function train(run: TrainingRun): Promise<void> {
    const isOurs = () => !closed.aborted && holding !== null && !holding.signal.aborted
    log.info('training begins', { run: run.id, trigger: run.trigger })
    const training = { ...options, predictorModule, settings, isOurs }
    const request = readTrainingRequest(run.options, settings.trainOptions[name])
    const wanted = { limit: settings.maxCases, provenances: provenancesOf(request) }
    const end = await listCases(options.samples, predictorModule.predictor, wanted)
      .then(cases => runTraining(training, cases, request))
      .catch(error => failed(run, error))
    ended.add(1, { predictor: name, state: end.state })
    log.info('training ended', { run: run.id, state: end.state, version: end.version, reason: end.reason })
    await runs.finish(run.id, { ...end, report: end.report && JSON.stringify(end.report) })
  }

  function failed(run: TrainingRun, error: unknown) {
    if (!(error instanceof Failure)) log.error('training failed', { run: run.id, error })
    const { message: reason } = toError(error)
    return { state: 'failed', reason, version: null, report: null } as const
  }

  return { wake: () => waking.abort(), ended: over }
}
