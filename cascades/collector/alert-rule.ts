import { findExceedance } from '../../stores/exceedance.ts'
import type { Alert } from '../rows/alerts.ts'
import type { EndedPrediction } from './ended-prediction.ts'

/** When a forecast raises an alert. */
export interface AlertRule {
  /** Null: no alerts. */
  readonly threshold: number | null
  readonly measure: 'median' | 'areOptimal' | 'point' | 'low' | 'high'
  /** The probability of a size above the threshold from which an alert is raised. Null: `measure` decides. */
  readonly probability: number | null
}

/** The part of an alert that says what reached the threshold. Null: nothing did. */
export function findReached(
  prediction: EndedPrediction,
  { threshold, measure, probability: minProbability }: AlertRule
): Pick<Alert, 'predicted' | 'measure' | 'threshold' | 'probability'> | null {
  if (threshold === null) return null
  const { expected, observedEvents, quantiles } = prediction
  if (minProbability === null) {
    const predicted = readMeasure(prediction, measure)
    if (predicted === null || predicted < threshold) return null
    return { predicted, measure, threshold, probability: null }
  }
  if (quantiles === null || expected === null) return null
  const probability = findExceedance(quantiles, threshold, observedEvents)
  if (probability < minProbability) return null
  return { predicted: expected, measure: 'probability', threshold, probability }
}

function readMeasure({ forecast, expected }: EndedPrediction, measure: AlertRule['measure']): number | null {
  if (measure === 'median') return expected
  return forecast[measure === 'point' ? 'areOptimal' : measure]
}
