import { Failure } from '../ports/errors.ts'
import { type ChangelogMetric, listChanges, listMetrics, type ModelChange } from './model-changes.ts'
import { listDecisions, type ModelDecision } from './model-decisions.ts'
import type { HistoryEntry } from './model-history.ts'
import type { Manifest } from './model-manifest.ts'
import type { ModelVersions, VersionSummary } from './model-versions.ts'
import type { TrainingRun, TrainingRuns } from './training-runs.ts'

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

interface Gate {
  readonly is: NonNullable<ChangelogEntry['gate']>['verdict']
  readonly reason: string
}

function readGate(run: TrainingRun | null): ChangelogEntry['gate'] {
  if (run === null || run.report === null) return null
  const { gate }: { readonly gate?: Gate } = JSON.parse(run.report)
  return gate === undefined ? null : { verdict: gate.is, reason: gate.reason }
}
