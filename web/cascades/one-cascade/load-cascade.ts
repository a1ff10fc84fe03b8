import { type CascadeDetail, type Forecast, service } from '../../service.ts'

/** A watched cascade and its latest forecast. Null where it has none, or where its prediction was deleted. */
interface LoadedCascade {
  readonly detail: CascadeDetail
  readonly latest: Forecast | null
}

/** Loads a watched cascade each time, and a forecast only when another one is the latest. */
export function buildCascadeLoader(id: string): () => Promise<LoadedCascade> {
  let known: { readonly predictionId: string; readonly forecast: Forecast | null } | null = null
  return async () => {
    const detail = await service.cascades.get(id, { maxEvents: 5_000 })
    const predictionId = detail.cascade.forecast?.predictionId
    if (predictionId === undefined) return { detail, latest: null }
    if (known?.predictionId !== predictionId) {
      const prediction = await service.predictions.get(predictionId).catch(() => null)
      known = { predictionId, forecast: (prediction?.result ?? null) as Forecast | null }
    }
    return { detail, latest: known.forecast }
  }
}
