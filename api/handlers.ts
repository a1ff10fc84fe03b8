import { buildCascadeHandlers } from './cascades/routes/cascades.ts'
import { buildEventHandlers } from './cascades/routes/events.ts'
import { buildReplayHandlers } from './cascades/routes/replays.ts'
import { buildSourceHandlers } from './cascades/routes/sources.ts'
import { buildStreamHandlers } from './cascades/routes/stream.ts'
import { buildWatchedCascadeHandlers } from './cascades/routes/watched-cascades.ts'
import { buildCheckInput } from './check-input.ts'
import type { Handlers } from './http/call.ts'
import type { Callers } from './http/callers.ts'
import type { ReadClientAddress } from './http/client-address.ts'
import { buildReportOutcome } from './report-outcome.ts'
import { buildFeedHandlers } from './routes/feed.ts'
import { buildHealthHandlers } from './routes/health.ts'
import { buildModelChangelogHandlers } from './routes/model-changelog.ts'
import { buildModelChangeHandlers } from './routes/model-changes.ts'
import { buildModelHandlers } from './routes/models.ts'
import { buildOperationHandlers } from './routes/operations.ts'
import { buildOutcomeWithdrawalHandlers } from './routes/outcome-withdrawals.ts'
import { buildOutcomeHandlers } from './routes/outcomes.ts'
import { buildPredictionHandlers } from './routes/predictions.ts'
import { buildPredictorHandlers } from './routes/predictors.ts'
import { buildSessionHandlers } from './routes/session.ts'
import { buildSubmissionHandlers } from './routes/submissions.ts'
import { buildTrainingHandlers } from './routes/training.ts'
import { buildVerificationHandlers } from './routes/verifications.ts'
import { buildSubmit } from './submission.ts'
import { buildWaits } from './waits.ts'
import type { ApiWorld } from './world.ts'

/** Who calls, and where from. */
interface Requesters {
  readonly callers: Callers
  readonly addressOf: ReadClientAddress
}

/** Exactly one for each operation of the contract: the type says so, and a test. */
export function buildHandlers(world: ApiWorld, { callers, addressOf }: Requesters): Handlers {
  const beginWait = buildWaits(world.settings.limits, addressOf)
  const submit = buildSubmit(world, beginWait)
  const report = buildReportOutcome(world)
  return {
    ...buildCascadeHandlers(world, submit, report),
    ...buildWatchedCascadeHandlers(world),
    ...buildPredictorHandlers(world),
    ...buildSubmissionHandlers(world, submit, buildCheckInput(world)),
    ...buildPredictionHandlers(world, beginWait),
    ...buildFeedHandlers(world, addressOf),
    ...buildModelHandlers(world),
    ...buildModelChangeHandlers(world),
    ...buildModelChangelogHandlers(world),
    ...buildTrainingHandlers(world),
    ...buildVerificationHandlers(world),
    ...buildOutcomeHandlers(world, report),
    ...buildOutcomeWithdrawalHandlers(world),
    ...buildStreamHandlers(world),
    ...buildSourceHandlers(world),
    ...buildEventHandlers(world),
    ...buildReplayHandlers(world),
    ...buildOperationHandlers(world),
    ...buildSessionHandlers(world, callers),
    ...buildHealthHandlers(world)
  }
}
