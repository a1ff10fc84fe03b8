import type { Alerts } from '../cascades/rows/alerts.ts'
import type { Cascades } from '../cascades/rows/cascades.ts'
import type { Replays } from '../cascades/rows/replays.ts'
import type { Clock } from '../ports/clock.ts'
import type { Health } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { DeadLetters } from '../stores/dead-letters.ts'
import type { Feed } from '../stores/feed.ts'
import type { Leases } from '../stores/leases.ts'
import type { Outcomes } from '../stores/outcomes.ts'
import type { Predictions } from '../stores/predictions.ts'
import type { Processes } from '../stores/processes.ts'
import type { Samples } from '../stores/samples.ts'
import type { Scores } from '../stores/scores.ts'
import type { TrainingRuns } from '../stores/training-runs.ts'
import type { Verifications } from '../stores/verifications.ts'
import type { Webhooks } from '../stores/webhooks.ts'
import { startPeriodic } from './periodic.ts'

interface RetentionSettings {
  /** Number of samples kept of each predictor: the newest by their end. */
  readonly samples: number
  readonly feedSeconds: number
  /** Outcomes, scores, training runs, verifications, dead letters, webhook deliveries. */
  readonly recordSeconds: number
  /** Ended cascades, their events and alerts. */
  readonly cascadeSeconds: number
}

interface SweeperParts {
  readonly predictions: Pick<Predictions, 'sweep'>
  readonly feed: Pick<Feed, 'sweep'>
  readonly deadLetters: Pick<DeadLetters, 'sweep'>
  readonly webhooks: Pick<Webhooks, 'sweep'>
  readonly outcomes: Pick<Outcomes, 'sweep'>
  readonly samples: Pick<Samples, 'sweep'>
  readonly scores: Pick<Scores, 'sweep'>
  readonly trainingRuns: Pick<TrainingRuns, 'sweep'>
  readonly verifications: Pick<Verifications, 'sweep'>
  readonly processes: Pick<Processes, 'sweep'>
  readonly cascades: Pick<Cascades, 'sweep'>
  readonly alerts: Pick<Alerts, 'sweep'>
  readonly replays: Pick<Replays, 'sweep'>
  readonly leases: Leases
  readonly predictors: readonly string[]
  readonly settings: RetentionSettings
  readonly clock: Clock
  readonly log: Log
  readonly health: Health
  readonly owner: string
}

const LEASE = 'sweeper'
const LEASE_SECONDS = 300
const EVERY_MILLISECONDS = 60_000
// Rows deleted in one transaction. Small, because other writers wait for it.
const CHUNK = 200
const PROCESS_SECONDS = 3600

/** Deletes rows older than their retention, in small transactions, in one process at a time. */
export function startSweeper(parts: SweeperParts): { close(): Promise<void> } {
  const { leases, clock, log, health, owner } = parts
  const sweeping = startPeriodic({
    name: 'sweeper',
    clock,
    log,
    health,
    everyMilliseconds: EVERY_MILLISECONDS,
    async run(signal) {
      if (!(await leases.take(LEASE, owner, LEASE_SECONDS))) return 'done'
      const swept = await sweepOnce(parts, signal)
      if (Object.keys(swept).length > 0) log.info('old rows were deleted', swept)
      return 'done'
    }
  })
  return {
    async close() {
      await sweeping.close()
      await leases.drop(LEASE, owner)
    }
  }
}

/** Deletes all old rows. Returns the number of deleted rows by kind. */
export async function sweepOnce(parts: SweeperParts, signal?: AbortSignal): Promise<Record<string, number>> {
  const { clock, settings } = parts
  const now = clock.now()
  const records = now - settings.recordSeconds * 1000
  const sweeps: readonly (readonly [string, () => Promise<number>])[] = [
    ['predictions', () => parts.predictions.sweep(CHUNK)],
    ['feed', () => parts.feed.sweep(now - settings.feedSeconds * 1000, CHUNK)],
    ['deadLetters', () => parts.deadLetters.sweep(records, CHUNK)],
    ['webhooks', () => parts.webhooks.sweep(records, CHUNK)],
    ['outcomes', () => parts.outcomes.sweep(records, CHUNK)],
    ['scores', () => parts.scores.sweep(records, CHUNK)],
    ['cascades', () => parts.cascades.sweep(now - settings.cascadeSeconds * 1000, CHUNK)],
    ['alerts', () => parts.alerts.sweep(now - settings.cascadeSeconds * 1000, CHUNK)],
    ['trainingRuns', () => parts.trainingRuns.sweep(records, CHUNK)],
    ['verifications', () => parts.verifications.sweep(records, CHUNK)],
    ['replays', () => parts.replays.sweep(records, CHUNK)],
    ...parts.predictors.map(
      predictor => ['samples', () => parts.samples.sweep(predictor, settings.samples, CHUNK)] as const
    )
  ]
  const swept: Record<string, number> = {}
  for (const [what, sweep] of sweeps) {
    for (;;) {
      const count = await sweep()
      if (count > 0) swept[what] = (swept[what] ?? 0) + count
      if (count < CHUNK || signal?.aborted) break
    }
  }
  await parts.processes.sweep(now - PROCESS_SECONDS * 1000)
  return swept
}
