import type { Metrics } from '../ports/metrics.ts'
import type { Ending, Written } from '../stores/predictions.ts'
import type { JobEnd } from './run-batch.ts'

/** The metrics of one predictor's worker. */
export interface WorkerFigures {
  countBatch(size: number): void
  countEnd(end: JobEnd): void
  countWritten(endings: readonly Ending[], written: readonly Written[]): void
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const sizeBuckets = [1, 2, 4, 8, 16, 32, 64, 128]

export function buildWorkerFigures(metrics: Metrics, predictor: string): WorkerFigures {
  const labels = { predictor }
  const ended = metrics.counter('groundswell_predictions_ended_total', 'Predictions completed by workers.', [
    'predictor',
    'outcome'
  ])
  const seconds = metrics.histogram(
    'groundswell_predict_seconds',
    'Duration of the call of predict, in seconds, for each prediction; the inputs of a batch share one call.',
    ['predictor'],
    secondsBuckets
  )
  const size = metrics.histogram(
    'groundswell_batch_size',
    'Number of jobs in a batch.',
    ['predictor'],
    sizeBuckets
  )
  const crashes = metrics.counter(
    'groundswell_thread_crashes_total',
    'Jobs that crashed their thread when run alone.',
    ['predictor']
  )
  return {
    countBatch: count => size.observe(count, labels),
    countEnd(end) {
      if (end.kind === 'crashed') crashes.add(1, labels)
      else if (end.kind !== 'canceled' && end.kind !== 'unavailable') seconds.observe(end.seconds, labels)
    },
    countWritten(endings, written) {
      for (const [index, { state }] of endings.entries())
        if (written[index] === 'written') ended.add(1, { ...labels, outcome: state })
    }
  }
}
