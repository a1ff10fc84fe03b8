import { buildCascadeHandlers } from './cascades/routes/cascades.ts'
import { buildEventHandlers } from './cascades/routes/events.ts'
import { buildReplayHandlers } from './cascades/routes/replays.ts'
import { buildSourceHandlers } from './cascades/routes/sources.ts'
import { buildStreamHandlers } from './cascades/routes/stream.ts'
import { buildWatchedCascadeHandlers } from './cascades/routes/watched-cascades.ts'
import { buildCheckInput } from './check-input.ts'
import type { ApiDependencies } from './dependencies.ts'
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

/** Identifies callers and their addresses. */
interface Requesters {
  readonly callers: Callers
  readonly addressOf: ReadClientAddress
}

/** Returns exactly one handler for each operation of the contract. */
export function buildHandlers(dependencies: ApiDependencies, { callers, addressOf }: Requesters): Handlers {
  const beginWait = buildWaits(dependencies.settings.limits, addressOf)
  const submit = buildSubmit(dependencies, beginWait)
  const report = buildReportOutcome(dependencies)
  return {
    ...buildCascadeHandlers(dependencies, submit, report),
    ...buildWatchedCascadeHandlers(dependencies),
    ...buildPredictorHandlers(dependencies),
    ...buildSubmissionHandlers(dependencies, submit, buildCheckInput(dependencies)),
    ...buildPredictionHandlers(dependencies, beginWait),
    ...buildFeedHandlers(dependencies, addressOf),
    ...buildModelHandlers(dependencies),
    ...buildModelChangeHandlers(dependencies),
    ...buildModelChangelogHandlers(dependencies),
    ...buildTrainingHandlers(dependencies),
    ...buildVerificationHandlers(dependencies),
    ...buildOutcomeHandlers(dependencies, report),
    ...buildOutcomeWithdrawalHandlers(dependencies),
    ...buildStreamHandlers(dependencies),
    ...buildSourceHandlers(dependencies),
    ...buildEventHandlers(dependencies),
    ...buildReplayHandlers(dependencies),
    ...buildOperationHandlers(dependencies),
    ...buildSessionHandlers(dependencies, callers),
    ...buildHealthHandlers(dependencies)
  }
}
