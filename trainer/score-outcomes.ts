import { Failure } from '../ports/errors.ts'
import type { Log } from '../ports/log.ts'
import { ThreadCrash, type Threads } from '../ports/threads.ts'
import type { Losses, PredictorModule } from '../predictors/predictor.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { OpenOutcome, Outcomes } from '../stores/outcomes.ts'
import type { Samples } from '../stores/samples.ts'
import type { NewScore } from '../stores/scores.ts'
import { readGroupFilter } from './group-filter.ts'
import { makeCaseSamples } from './make-case-samples.ts'
import type { CaseText } from './train-task.ts'
import { measure } from './train-version.ts'

interface ScoreOptions {
  readonly predictorModule: PredictorModule
  readonly threads: Threads
  readonly outcomes: Pick<Outcomes, 'open' | 'settle'>
  readonly samples: Pick<Samples, 'list'>
  readonly versions: Pick<ModelVersions, 'artefact' | 'manifest'>
  readonly log: Log
}

/** The maximum number of earlier cases that the baselines learn from. */
export const baselineCases = 2_000
/** With fewer cases the baselines are not reported. */
export const minBaselineCases = 20

type Scored = OpenOutcome['predictions'][number] & { readonly outcome: OpenOutcome; readonly sample: string }

/**
 * Processes at most `limit` outcomes and returns their number. Each outcome gives one sample for each slice, from the first
 * prediction of its subject. Each prediction and outcome give one score: the losses of the version, of the predictor without a
 * model and of each baseline. There is no score if the version was trained on the subject.
 */
export async function scoreOutcomes(options: ScoreOptions, limit: number): Promise<number> {
  const { predictorModule, outcomes, log } = options
  const { name, sampleVersion } = predictorModule.predictor
  const open = await outcomes.open(name, sampleVersion, limit)
  if (open.length === 0) return 0
  const scored = await makeSamples(options, open)
  const scores = await makeScores(options, scored)
  for (const outcome of open) {
    const own = scored.filter(each => each.outcome === outcome)
    const bySlice = new Map(own.toReversed().map(each => [each.slice, each]))
    const { subject, outcomeId, endedAt, provenance } = outcome
    const samples = [...bySlice.values()].map(({ slice, sample }) => ({
      predictor: name,
      version: sampleVersion,
      subject,
      outcomeId,
      slice,
      sample,
      endedAt,
      provenance
    }))
    const ownScores = own.flatMap(each => scores.get(each) ?? [])
    const isSettled = await outcomes.settle(outcome, sampleVersion, { samples, scores: ownScores })
    if (!isSettled) log.info('outcome was revised while it was scored', { subject })
  }
  return open.length
}

async function makeSamples(
  { predictorModule, threads, log }: ScoreOptions,
  open: readonly OpenOutcome[]
): Promise<readonly Scored[]> {
  const predictions = open.flatMap(outcome => outcome.predictions.map(each => ({ ...each, outcome })))
  const cases = predictions.map(({ input, outcome }) => ({ input, outcome: outcome.outcome }))
  const results = await makeCaseSamples(threads, predictorModule, cases)
  return predictions.flatMap((prediction, index) => {
    const result = results[index]!
    if (result.ok) return [{ ...prediction, sample: result.sample }]
    log.warn('no sample of this outcome', { prediction: prediction.id, reason: result.reason })
    return []
  })
}

/** The scores by prediction and outcome. The losses of a version are measured on all its cases at once. */
async function makeScores(
  options: ScoreOptions,
  scored: readonly Scored[]
): Promise<ReadonlyMap<Scored, NewScore>> {
  const training = await baselineTraining(options, new Set(scored.map(({ outcome }) => outcome.subject)))
  const scores = new Map<Scored, NewScore>()
  for (const [version, all] of Map.groupBy(scored, ({ modelVersion }) => modelVersion)) {
    const isMember = version === null ? () => false : await readMembership(options, version)
    const own = all.filter(({ outcome }) => !isMember(outcome.subject))
    if (own.length === 0) continue
    const artefact = version === null ? null : await readArtefact(options, version)
    const heldOut = own.map(toCase)
    const models: Record<string, SharedArrayBuffer | null> = { 'model-less': null }
    if (artefact) models.served = artefact
    const { models: losses, baselines } = await measureOrLog(options, { training, heldOut }, models)
    const learned = training.length < minBaselineCases ? {} : (baselines ?? {})
    const served = version === null ? losses?.['model-less'] : losses?.served
    for (const [index, each] of own.entries()) {
      const { id, slice, createdAt, outcome } = each
      scores.set(each, {
        predictionId: id,
        outcomeId: outcome.outcomeId,
        predictor: options.predictorModule.predictor.name,
        modelVersion: version,
        slice,
        subject: outcome.subject,
        loss: lossAt(served, index),
        modelLessLoss: lossAt(losses?.['model-less'], index),
        baselineLosses: lossesAt(learned, index),
        endedAt: outcome.endedAt,
        forecastAt: createdAt,
        provenance: outcome.provenance
      })
    }
  }
  return scores
}

/** If a version cannot be measured, its predictions have no loss. The scores of other versions are not affected. */
async function measureOrLog(
  { threads, predictorModule, log }: ScoreOptions,
  cases: Parameters<typeof measure>[2],
  models: Parameters<typeof measure>[3]
): Promise<Partial<Awaited<ReturnType<typeof measure>>>> {
  try {
    return await measure(threads, predictorModule, cases, models)
  } catch (error) {
    if (error instanceof Failure && !(error instanceof ThreadCrash)) throw error
    log.error('scores could not be measured', { cases: cases.heldOut.length, error })
    return {}
  }
}

async function baselineTraining(
  { samples, predictorModule }: ScoreOptions,
  subjects: ReadonlySet<string>
): Promise<readonly CaseText[]> {
  const { name, sampleVersion } = predictorModule.predictor
  const filter = { predictor: name, version: sampleVersion, provenances: ['real'] } as const
  const stored = await samples.list(filter, { limit: baselineCases })
  return stored
    .filter(({ subject }) => !subjects.has(subject))
    .map(({ id, subject, endedAt, sample }) => ({ id, group: subject, endedAt, sample }))
}

/** The test whether the version was trained on a subject. Its answers for such subjects are not scored. */
async function readMembership(
  { versions, predictorModule }: ScoreOptions,
  version: number
): Promise<(subject: string) => boolean> {
  try {
    const { groupFilter } = (await versions.manifest(predictorModule.predictor.name, version)).training
    return readGroupFilter(groupFilter)
  } catch (error) {
    if (error instanceof Failure && error.kind === 'caller') return () => false
    throw error
  }
}

/** Null if the version was deleted. */
async function readArtefact(
  { versions, predictorModule }: ScoreOptions,
  version: number
): Promise<SharedArrayBuffer | null> {
  try {
    const artefact = await versions.artefact(predictorModule.predictor.name, version)
    const bytes = new SharedArrayBuffer(artefact.byteLength)
    new Uint8Array(bytes).set(artefact)
    return bytes
  } catch (error) {
    if (error instanceof Failure && error.kind === 'caller') return null
    throw error
  }
}

function toCase({ id, outcome, sample }: Scored): CaseText {
  const { outcomeId } = outcome
  return {
    id: outcomeId === '' ? id : `${id}/${outcomeId}`,
    group: outcome.subject,
    endedAt: outcome.endedAt,
    sample
  }
}

function lossesAt(
  baselines: Readonly<Record<string, Losses>>,
  index: number
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(baselines).flatMap(([name, losses]) => {
      const loss = lossAt(losses, index)
      return loss === null ? [] : [[name, loss]]
    })
  )
}

function lossAt(losses: Losses | undefined, index: number): number | null {
  const loss = losses?.values[index]
  return loss === undefined || !Number.isFinite(loss) ? null : loss
}
