import { formatNumber, formatShare } from '../format.ts'
import type { Predictor } from '../service.ts'

export type LossMetric = Predictor['metrics'][number]

/** The metric of a predictor's losses: its first. */
export function lossMetric({ metrics }: Predictor): LossMetric {
  const [first] = metrics
  if (first === undefined) throw new Error('The predictor declares no metric.')
  return first
}

/** '23 %' of a share, '0.231' of a number. */
export function formatLoss({ kind }: LossMetric, loss: number): string {
  return kind === 'share' ? formatShare(loss) : formatNumber(loss)
}

/** 'Absolute relative error (lower is better)' */
export function describeMetric({ title, direction }: LossMetric): string {
  return `${title} (${direction === 'lower-is-better' ? 'lower' : 'higher'} is better)`
}
