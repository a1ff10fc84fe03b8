import { type Accuracy, type HistoryEntry, type Metric, type Model, service } from '../service.ts'

export interface Models {
  /** Newest first, no more than are worth a look. */
  readonly versions: readonly Model[]
  readonly serving: Model | null
  readonly history: readonly HistoryEntry[]
  readonly accuracy: readonly Accuracy[]
}

const shown = 20

export async function loadModels(): Promise<Models> {
  const [list, history, accuracy] = await Promise.all([
    service.models.list({ limit: shown }),
    service.models.history({ limit: 50 }),
    service.models.accuracy()
  ])
  const versions = await Promise.all(list.items.map(({ version }) => service.models.get(version)))
  const serving =
    versions.find(({ isServing }) => isServing) ??
    (await service.models.serving().catch(error => {
      if ((error as { code?: string }).code === 'not-found') return null
      throw error
    }))
  return { versions, serving, history: history.items, accuracy: accuracy.items }
}

/** The version's own figures on held-out cases, by window in seconds, the shortest first. */
export function ownMetrics({ metrics }: Model): readonly Metric[] {
  return metrics
    .filter(({ forecaster, slice }) => forecaster === 'candidate' && Number(slice) > 0)
    .toSorted((a, b) => Number(a.slice) - Number(b.slice))
}
