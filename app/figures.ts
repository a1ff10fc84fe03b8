import { startPeriodic } from '../relay/periodic.ts'
import { predictQueue } from '../stores/predictions/job.ts'
import type { AppContext } from './app-context.ts'

const EVERY_MILLISECONDS = 5_000

/** Updates gauges of the state in the stores: backlog, queue, outbox and verifications. */
export function startFigures({ ports, stores, predictors }: AppContext): { close(): Promise<void> } {
  const { metrics, clock, log, health, queue } = ports
  const labels = ['predictor', 'state']
  const backlog = metrics.gauge('groundswell_backlog', 'Predictions that have not ended, by state.', labels)
  const age = metrics.gauge('groundswell_backlog_oldest_seconds', 'Age of the oldest queued prediction.', [
    'predictor'
  ])
  const depth = metrics.gauge(
    'groundswell_queue_messages',
    'Messages on the queue by place: ready, or delivered and not yet acknowledged.',
    ['predictor', 'place']
  )
  const outbox = metrics.gauge(
    'groundswell_outbox_rows',
    'Rows of the outbox that wait to be sent, by kind.',
    ['kind', 'destination']
  )

  const kindLabels = ['predictor', 'kind']
  const failed = metrics.gauge(
    'groundswell_verification_failed',
    '1 where the last verification of the live version failed, else 0; by kind: newest outcomes, golden set.',
    kindLabels
  )
  const verifiedAge = metrics.gauge(
    'groundswell_verification_age_seconds',
    'Time since the live version was last verified.',
    kindLabels
  )

  async function updateGauges(): Promise<void> {
    for (const { predictor } of predictors) {
      const { name } = predictor
      const figures = await stores.predictions.figures(name)
      backlog.set(figures.queued, { predictor: name, state: 'queued' })
      backlog.set(figures.running, { predictor: name, state: 'running' })
      const oldest = figures.oldestQueuedAt
      age.set(oldest === null ? 0 : Math.max(0, clock.now() - oldest) / 1_000, { predictor: name })
      const { ready, inHand } = await queue.depth(predictQueue(name))
      depth.set(ready, { predictor: name, place: 'ready' })
      depth.set(inHand, { predictor: name, place: 'in hand' })
      for (const { kind, state, finishedAt } of await stores.verifications.lastEnded(name)) {
        failed.set(state === 'failed' ? 1 : 0, { predictor: name, kind })
        verifiedAge.set(Math.max(0, clock.now() - (finishedAt ?? 0)) / 1_000, { predictor: name, kind })
      }
    }
    for (const { kind, destination, count } of await stores.outbox.depth())
      outbox.set(count, { kind, destination })
  }

  return startPeriodic({
    name: 'figures',
    clock,
    log,
    health,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      await updateGauges()
      return 'done'
    }
  })
}
