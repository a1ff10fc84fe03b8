import type { Alerts } from '../cascades/rows/alerts.ts'
import type { Cascades } from '../cascades/rows/cascades.ts'
import type { Checkpoints } from '../cascades/rows/checkpoints.ts'
import type { EventIntake } from '../cascades/rows/event-intake.ts'
import type { ReplayReport } from '../cascades/rows/replay-report.ts'
import type { Replay, Replays } from '../cascades/rows/replays.ts'
import type { StreamSources } from '../cascades/rows/stream-sources.ts'
import type { Clock } from '../ports/clock.ts'
import type { HealthReader } from '../ports/health.ts'
import type { Log } from '../ports/log.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream } from '../ports/stream.ts'
import type { WebhookSender } from '../ports/webhooks.ts'
import type { AnyPredictor } from '../predictors/predictor.ts'
import type { Calibrations } from '../stores/calibrations.ts'
import type { DeadLetters } from '../stores/dead-letters.ts'
import type { Feed } from '../stores/feed.ts'
import type { ModelVersions } from '../stores/model-versions.ts'
import type { OutcomeWithdrawals } from '../stores/outcome-withdrawals.ts'
import type { Outcomes } from '../stores/outcomes.ts'
import type { Predictions } from '../stores/predictions.ts'
import type { Processes } from '../stores/processes.ts'
import type { Samples } from '../stores/samples.ts'
import type { Scores } from '../stores/scores.ts'
import type { TrainingRuns } from '../stores/training-runs.ts'
import type { Verifications } from '../stores/verifications.ts'
import type { Webhooks } from '../stores/webhooks.ts'
import type { ApiSettings } from './settings.ts'

/** The folders of this machine that callers may replay. */
interface ReplayFolders {
  list(): Promise<readonly { readonly name: string }[]>
  /** Returns the path of a folder, which is given by name or path. Throws Failure('forbidden') for any other folder. */
  permit(folder: string, proof: string | null): Promise<string>
  /** Returns whether the cascades of the folder are real or simulated. */
  provenanceOf(realFolder: string): Promise<Provenance>
}

/** The stores, ports and settings that the API uses. */
export interface ApiDependencies {
  readonly predictions: Predictions
  readonly cascades: Cascades
  readonly alerts: Alerts
  readonly checkpoints: Pick<Checkpoints, 'of'>
  readonly stream: Pick<EventStream, 'ends'>
  /** The topic that the collector reads, and the group of its checkpoints. */
  readonly collected: { readonly topic: string; readonly group: string }
  readonly outcomes: Outcomes
  readonly outcomeWithdrawals: OutcomeWithdrawals
  readonly feed: Feed
  readonly deadLetters: DeadLetters
  readonly webhooks: Webhooks
  readonly webhookSender: Pick<WebhookSender, 'refuse'>
  readonly trainingRuns: TrainingRuns
  readonly verifications: Verifications
  readonly scores: Scores
  readonly samples: Pick<Samples, 'put'>
  readonly processes: Processes
  readonly modelVersions: ModelVersions
  readonly calibrations: Pick<Calibrations, 'list' | 'remove'>
  readonly eventIntake: EventIntake
  readonly streamSources: StreamSources
  readonly replays: Replays
  reportReplay(replay: Replay): Promise<ReplayReport>
  readonly replayFolders: ReplayFolders
  readonly queue: JobQueue
  readonly predictors: readonly AnyPredictor[]
  /** The state of the components of this process. */
  readonly health: HealthReader
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly settings: ApiSettings
}
