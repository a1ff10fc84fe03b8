import { Failure } from '../ports/errors.ts'
import type { Json } from '../predictors/predictor.ts'
import { type HistoryEntry, isSwitch } from './model-history.ts'
import type { Manifest } from './model-manifest.ts'
import type { ModelVersions, VersionSummary } from './model-versions.ts'
import type { TrainingRun, TrainingRuns } from './training-runs.ts'

/** One difference between a version and its parent. Without a parent: one fact about the version. */
interface ModelChange {
  readonly area: 'data' | 'parameters' | 'code'
  /** 'samples', 'codeVersion', or the name of a training option. */
  readonly name: string
  readonly value: Json
  /** Null: the parent has no such value, or there is no parent. */
  readonly parentValue: Json
}

/** The loss of a version on its held-out cases of one slice, with the loss of its parent. */
interface ChangelogMetric {
  readonly slice: string
  readonly cases: number
  readonly meanLoss: number
  readonly medianLoss: number
  /** The parent's mean loss on the same cases; null: not measured. */
  readonly parentMeanLoss: number | null
  /** The parent's mean loss on its own held-out cases, from its manifest. */
  readonly parentOwnMeanLoss: number | null
}

/** A decision about a version: by the gate, by the trainer or by a person. */
interface ModelDecision {
  readonly decision:
    | 'promoted'
    | 'declined'
    | 'replaced'
    | 'rolled-back'
    | 'restored-by-rollback'
    | 'artefact-deleted'
  /** The version that replaced it as the live one (replaced, rolled-back). */
  readonly by: number | null
  readonly actor: string
  readonly reason: string
  /** RFC 3339, UTC. */
  readonly at: string
}

export interface ChangelogEntry {
  readonly summary: VersionSummary
  readonly changes: readonly ModelChange[]
  readonly metrics: readonly ChangelogMetric[]
  /** Null: no training run has a verdict. */
  readonly gate: { readonly verdict: 'passed' | 'not-passed' | 'too-few'; readonly reason: string } | null
  /** The run that made it; null: none is kept. */
  readonly run: TrainingRun | null
  /** Oldest first. */
  readonly decisions: readonly ModelDecision[]
  /** The unknown facts about this version, each as a sentence with the reason. */
  readonly unknown: readonly string[]
}

interface ModelChangelog {
  /** Newest version first. `before`: the last version of the previous page. */
  list(
    predictor: string,
    page: { readonly limit: number; readonly before?: number | undefined }
  ): Promise<readonly ChangelogEntry[]>
}

/** Derives the changes between versions from manifests, history and training runs. */
export function buildModelChangelog({
  versions,
  runs
}: {
  readonly versions: Pick<ModelVersions, 'versions' | 'history' | 'manifest'>
  readonly runs: Pick<TrainingRuns, 'ofVersions'>
}): ModelChangelog {
  async function findParent(
    predictor: string,
    { parent }: Manifest,
    known: ReadonlyMap<number, Manifest>
  ): Promise<Manifest | string | null> {
    if (parent === null) return null
    try {
      return known.get(parent) ?? (await versions.manifest(predictor, parent))
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'caller') throw error
      return `The changes since its parent, version ${parent}, are unknown: ${error.message}.`
    }
  }

  return {
    async list(predictor, { limit, before }) {
      const summaries = await versions.versions(predictor, {
        limit,
        ...(before !== undefined && { before })
      })
      const numbers = summaries.map(({ manifest }) => manifest.version)
      const [history, runByVersion] = await Promise.all([
        versions.history(predictor),
        runs.ofVersions(predictor, numbers)
      ])
      const known = new Map(summaries.map(({ manifest }) => [manifest.version, manifest]))
      return Promise.all(
        summaries.map(async summary => {
          const { version } = summary.manifest
          const parent = await findParent(predictor, summary.manifest, known)
          return describeVersion(summary, parent, history, runByVersion.get(version) ?? null)
        })
      )
    }
  }
}

function describeVersion(
  summary: VersionSummary,
  parent: Manifest | string | null,
  history: readonly HistoryEntry[],
  run: TrainingRun | null
): ChangelogEntry {
  const { manifest } = summary
  const parentManifest = typeof parent === 'string' ? null : parent
  const gate = readGate(run)
  return {
    summary,
    changes: typeof parent === 'string' ? [] : listChanges(manifest, parent),
    metrics: listMetrics(manifest, parentManifest),
    gate,
    run,
    decisions: listDecisions(manifest.version, history, run),
    unknown: [
      typeof parent === 'string' ? parent : null,
      run === null
        ? "The gate's verdict is unknown: no training run of this version is kept (it was published without one, or the record has expired)."
        : gate === null && `The gate's verdict is unknown: training run ${run.id} has no report of it.`,
      manifest.training.cut === null && 'The end of its training cases is unknown: none of them has a date.',
      manifest.metrics.length === 0 && 'Its losses are unknown: it was published without metrics.',
      summary.isCollected && 'Its artefact was deleted: it cannot be promoted or measured again.'
    ].filter(reason => typeof reason === 'string')
  }
}

function listChanges(manifest: Manifest, parent: Manifest | null): readonly ModelChange[] {
  return (['data', 'parameters', 'code'] as const).flatMap(area => {
    const own = describeArea[area](manifest)
    const others = parent === null ? {} : describeArea[area](parent)
    return [...new Set([...Object.keys(own), ...Object.keys(others)])]
      .map(name => ({ area, name, value: own[name] ?? null, parentValue: others[name] ?? null }))
      .filter(({ value, parentValue }) => JSON.stringify(value) !== JSON.stringify(parentValue))
  })
}

type Facts = Readonly<Record<string, Json>>

const describeArea: Readonly<Record<ModelChange['area'], (manifest: Manifest) => Facts>> = {
  data: ({ training: { source, samples, groups, cut }, isSimulated }) => ({
    source,
    samples,
    groups,
    cut,
    isSimulated
  }),
  parameters: ({ training: { seed, options } }) => ({ seed, ...(options as Facts) }),
  code: ({ codeVersion, schemaVersion }) => ({ codeVersion, sampleVersion: schemaVersion })
}

function listMetrics(manifest: Manifest, parent: Manifest | null): readonly ChangelogMetric[] {
  const find = (from: Manifest | null, forecaster: string, wanted: string) =>
    from?.metrics.find(each => each.forecaster === forecaster && each.slice === wanted && each.cases > 0)
      ?.meanLoss ?? null
  return manifest.metrics
    .filter(({ forecaster, cases }) => forecaster === 'candidate' && cases > 0)
    .map(({ slice, cases, meanLoss, medianLoss }) => ({
      slice,
      cases,
      meanLoss,
      medianLoss,
      parentMeanLoss: find(manifest, 'champion', slice),
      parentOwnMeanLoss: find(parent, 'candidate', slice)
    }))
}

interface Gate {
  readonly is: NonNullable<ChangelogEntry['gate']>['verdict']
  readonly reason: string
}

function readGate(run: TrainingRun | null): ChangelogEntry['gate'] {
  if (run === null || run.report === null) return null
  const { gate }: { readonly gate?: Gate } = JSON.parse(run.report)
  return gate === undefined ? null : { verdict: gate.is, reason: gate.reason }
}

function listDecisions(
  version: number,
  history: readonly HistoryEntry[],
  run: TrainingRun | null
): readonly ModelDecision[] {
  const decided = history.flatMap(entry => decisionOf(entry, version))
  const declined: readonly ModelDecision[] =
    run?.state === 'declined' && run.finishedAt !== null
      ? [
          {
            decision: 'declined',
            by: null,
            actor: 'trainer',
            reason: run.reason ?? '',
            at: new Date(run.finishedAt).toISOString()
          }
        ]
      : []
  return [...declined, ...decided].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function decisionOf(entry: HistoryEntry, own: number): readonly ModelDecision[] {
  const { action, version, previous, actor, reason, at } = entry
  const by = { actor, reason, at }
  if (action === 'collect' && version === own) return [{ decision: 'artefact-deleted', by: null, ...by }]
  if (!isSwitch(entry)) return []
  if (version === own)
    return [{ decision: action === 'promote' ? 'promoted' : 'restored-by-rollback', by: null, ...by }]
  if (previous === own)
    return [{ decision: action === 'promote' ? 'replaced' : 'rolled-back', by: version, ...by }]
  return []
}
