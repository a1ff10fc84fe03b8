import type { Clock } from '../ports/clock.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { Leases } from '../stores/leases.ts'
import type { Outbox } from '../stores/outbox.ts'
import { predictQueue } from '../stores/predictions/job.ts'
import type { Predictions } from '../stores/predictions.ts'
import { startPeriodic } from './periodic.ts'

interface ReaperParts {
  readonly predictions: Pick<Predictions, 'reap' | 'requeueSilent' | 'figures'>
  readonly outbox: Pick<Outbox, 'depth'>
  readonly queue: Pick<JobQueue, 'depth'>
  readonly leases: Leases
  /** Names of the predictors whose jobs are checked. */
  readonly predictors: readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  readonly owner: string
}

const LEASE = 'reaper'
const LEASE_SECONDS = 5
const EVERY_MILLISECONDS = 1000
// How long a queued row is due before its message may count as lost, and how often lost messages are counted.
const SILENT_SECONDS = 30
const LOOK_MILLISECONDS = 10_000
const MAX_REQUEUED = 500

/** Ensures that every job ends: fails overdue jobs and requeues lost ones. Runs in one process at a time. */
export function startReaper(parts: ReaperParts): { close(): Promise<void> } {
  const { predictions, leases, predictors, clock, log, health, owner } = parts
  let lookedAt = clock.monotonic()

  async function requeueLost(): Promise<void> {
    for (const predictor of predictors) {
      const lost = await countLostMessages(parts, predictor)
      if (lost === 0) continue
      const count = await predictions.requeueSilent(predictor, SILENT_SECONDS, Math.min(lost, MAX_REQUEUED))
      if (count > 0) log.warn('jobs whose message was lost were queued again', { predictor, count })
    }
  }

  const reaping = startPeriodic({
    name: 'reaper',
    clock,
    log,
    health,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run() {
      if (!(await leases.take(LEASE, owner, LEASE_SECONDS))) return 'done'
      const reaped = await predictions.reap()
      if (reaped.deadlinePassed + reaped.requeued + reaped.exhausted > 0)
        log.info('jobs past their deadline or lease were ended or queued again', { ...reaped })
      if (clock.monotonic() - lookedAt >= LOOK_MILLISECONDS) {
        lookedAt = clock.monotonic()
        await requeueLost()
      }
      return 'done'
    }
  })
  return {
    async close() {
      await reaping.close()
      await leases.drop(LEASE, owner)
    }
  }
}

/**
 * Returns the minimum number of queued rows without a message. A row that waits in a long queue is not lost, and a second
 * message would make the queue longer.
 */
async function countLostMessages(
  { predictions, outbox, queue }: ReaperParts,
  predictor: string
): Promise<number> {
  const destination = predictQueue(predictor)
  const [figures, depths, depth] = await Promise.all([
    predictions.figures(predictor),
    outbox.depth(),
    queue.depth(destination)
  ])
  const leaving = depths.find(each => each.kind === 'job' && each.destination === destination)?.count ?? 0
  return Math.max(0, figures.queued - leaving - depth.ready - depth.inHand)
}
