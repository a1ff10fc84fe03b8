import { allSlices, compareSlices } from '../predictor/slices.ts'
import {
  type Accuracy,
  type HistoryEntry,
  type Metric,
  type Model,
  type ModelChangelogEntry,
  type Predictor,
  service,
  type Verification
} from '../service.ts'

export interface Models {
  /** Newest first, at most MAX_VERSIONS. */
  readonly versions: readonly Model[]
  readonly live: Model | null
  readonly history: readonly HistoryEntry[]
  /** The version that `Roll back` makes live. Null: none, for this reason. */
  readonly rollback: { readonly version: number | null; readonly reason: string | null }
  readonly accuracy: readonly Accuracy[]
  /** The accuracy by the period of the outcomes. */
  readonly overTime: readonly Accuracy[]
  /** Newest first, at most MAX_VERSIONS. */
  readonly changelog: readonly ModelChangelogEntry[]
  /** Newest first. */
  readonly verifications: readonly Verification[]
}

const MAX_VERSIONS = 20
const MAX_VERIFICATIONS = 120

export async function loadModels({ name }: Predictor): Promise<Models> {
  const { models, verifications } = service.predictor(name)
  const [list, history, accuracy, { version: liveVersion, rollback }, changelog, verified] =
    await Promise.all([
      models.list({ limit: MAX_VERSIONS }),
      models.history({ limit: 50 }),
      models.accuracy(),
      models.servingAt(),
      models.changelog({ limit: MAX_VERSIONS }),
      verifications.list({ limit: MAX_VERIFICATIONS })
    ])
  const versions = await Promise.all(list.items.map(({ version }) => models.get(version)))
  const live =
    liveVersion === null
      ? null
      : (versions.find(({ version }) => version === liveVersion) ?? (await models.get(liveVersion)))
  const overTime = await loadOverTime(name, accuracy.items)
  return {
    versions,
    live,
    history: history.items,
    rollback,
    accuracy: accuracy.items,
    overTime,
    changelog: changelog.items,
    verifications: verified.items
  }
}

const periods = [60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_592_000]
const MAX_PERIODS = 24

/** Loads the accuracy in the shortest periods that fit in one chart. */
async function loadOverTime(name: string, accuracy: readonly Accuracy[]): Promise<readonly Accuracy[]> {
  if (accuracy.length === 0) return []
  const first = Math.min(...accuracy.map(({ firstEndedAt }) => Date.parse(firstEndedAt)))
  const last = Math.max(...accuracy.map(({ lastEndedAt }) => Date.parse(lastEndedAt)))
  const isShort = (seconds: number) => (last - first) / 1000 <= MAX_PERIODS * seconds
  const periodSeconds = periods.find(isShort) ?? periods.at(-1)!
  return (await service.predictor(name).models.accuracy({ periodSeconds })).items
}

/** The metrics of the version on held-out cases, in the order of the slices; without slices, those of all cases. */
export function ownMetrics({ slices }: Predictor, { metrics }: Model): readonly Metric[] {
  const own = metrics.filter(({ forecaster }) => forecaster === 'candidate')
  const sliced = own.filter(({ slice }) => slice !== allSlices)
  return (sliced.length > 0 ? sliced : own).toSorted((a, b) => compareSlices(slices, a.slice, b.slice))
}
