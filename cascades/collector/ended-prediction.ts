import { type Envelope, PREDICTION_TYPE } from '../../ports/messages.ts'
import type { Quantile } from '../../predictors/cascade-size/quantiles.ts'
import type { CascadeForecast } from '../rows/cascade-record.ts'

/** A forecast of a watched cascade, as the predictions topic reports it. */
export interface EndedPrediction {
  readonly id: string
  readonly cascadeId: string
  readonly forecast: CascadeForecast
  /**
   * The median; of a method without a distribution its size. Null: there is no forecast, or only the formula's, which can be
   * far too large.
   */
  readonly expected: number | null
  readonly observedEvents: number
  readonly quantiles: readonly Quantile[] | null
}

/** The fields of an ended prediction. `output` has this type where the prediction succeeded. */
type EndedData = Readonly<Record<string, unknown>> & {
  readonly output: {
    readonly windowSeconds: number
    readonly observedEvents: number
    readonly method: string
    /** `areOptimal` and `quantiles` are absent in messages of earlier releases. */
    readonly areOptimal?: number | null
    readonly point: number | null
    readonly median: number | null
    readonly interval: { readonly low: number; readonly high: number } | null
    readonly quantiles?: readonly Quantile[] | null
  }
}

/** Null: not for the watch (another predictor, failed, without a subject, or with a requested version). */
export function readEnded(value: string, predictor: string): EndedPrediction | null | 'unreadable' {
  try {
    const { type, data }: Envelope<EndedData> = JSON.parse(value)
    if (type !== PREDICTION_TYPE) return 'unreadable'
    if (data.state !== 'succeeded' || data.predictor !== predictor) return null
    if (typeof (data.requestedModel ?? null) === 'number') return null
    if (typeof data.subject !== 'string') return null
    const {
      point,
      areOptimal = point,
      median,
      interval,
      method,
      observedEvents,
      quantiles = null
    } = data.output
    const predictionId = String(data.id)
    return {
      id: predictionId,
      cascadeId: data.subject,
      forecast: {
        windowSeconds: typeof data.slice === 'string' ? Number(data.slice) : data.output.windowSeconds,
        median,
        areOptimal,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        predictionId
      },
      expected: median ?? (method === 'hawkes' ? null : areOptimal),
      observedEvents,
      quantiles
    }
  } catch {
    return 'unreadable'
  }
}
