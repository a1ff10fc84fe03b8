import { type Accuracy, type HistoryEntry, type Metric, type Model, service } from '../service.ts'

export interface Models {
  /** Newest first, no more than are worth a look. */
  readonly versions: readonly Model[]
  readonly serving: Model | null
  readonly history: readonly HistoryEntry[]
  /** Where `Roll back` leads; a null version: nowhere, and why. */
  readonly rollback: { readonly version: number | null; readonly reason: string | null }
  readonly accuracy: readonly Accuracy[]
  /** The same by when the cascades ended. */
  readonly overTime: readonly Accuracy[]
}

const shown = 20

export async function loadModels(): Promise<Models> {
  const [list, history, accuracy, { rollback }] = await Promise.all([
    service.models.list({ limit: shown }),
    service.models.history({ limit: 50 }),
    service.models.accuracy(),
    service.models.servingAt()
  ])
  const versions = await Promise.all(list.items.map(({ version }) => service.models.get(version)))
  const serving =
    versions.find(({ isServing }) => isServing) ??
    (await service.models.serving().catch(error => {
      if ((error as { code?: string }).code === 'not-found') return null
      throw error
    }))
  const overTime = await loadOverTime(accuracy.items)
  return { versions, serving, history: history.items, rollback, accuracy: accuracy.items, overTime }
}

const periods = [60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_592_000]
const mostPeriods = 24

/** In the shortest periods of which a picture has room for all. */
async function loadOverTime(accuracy: readonly Accuracy[]): Promise<readonly Accuracy[]> {
  if (accuracy.length === 0) return []
  const first = Math.min(...accuracy.map(({ firstEndedAt }) => Date.parse(firstEndedAt)))
  const last = Math.max(...accuracy.map(({ lastEndedAt }) => Date.parse(lastEndedAt)))
  const isShort = (seconds: number) => (last - first) / 1000 <= mostPeriods * seconds
  return (await service.models.accuracy({ periodSeconds: periods.find(isShort) ?? periods.at(-1)! })).items
}

/** The version's own figures on held-out cases, by window in seconds, the shortest first. */
export function ownMetrics({ metrics }: Model): readonly Metric[] {
  return metrics
    .filter(({ forecaster, slice }) => forecaster === 'candidate' && Number(slice) > 0)
    .toSorted((a, b) => Number(a.slice) - Number(b.slice))
}
