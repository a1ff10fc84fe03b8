import type { Migration } from '../migrate.ts'
import { foundation } from './001-foundation.ts'
import { queueAndStream } from './002-queue-and-stream.ts'
import { cascades } from './003-cascades.ts'
import { textInPostgres } from './004-text-in-postgres.ts'
import { replays } from './005-replays.ts'
import { scoresByAge } from './006-scores-by-age.ts'
import { secrets } from './007-secrets.ts'
import { replaysThroughAVersion } from './008-replays-through-a-version.ts'
import { cascadeJournal } from './009-cascade-journal.ts'
import { webhooksByHost } from './010-webhooks-by-host.ts'
import { lettersAsTheyCame } from './011-letters-as-they-came.ts'
import { provenance } from './017-provenance.ts'
import { withdrawnOutcomes } from './018-withdrawn-outcomes.ts'
import { replayContent } from './020-replay-content.ts'
import { outcomeIds } from './022-outcome-ids.ts'
import { verifications } from './024-verifications.ts'
import { baselineLosses } from './025-baseline-losses.ts'
import { predictionProvenance } from './026-prediction-provenance.ts'
import { extraForecasts } from './027-extra-forecasts.ts'
import { postAuthor } from './028-post-author.ts'
import { growingFaster } from './029-growing-faster.ts'
import { timedBy } from './030-timed-by.ts'
import { medians } from './031-medians.ts'
import { calibrations } from './032-calibrations.ts'

/**
 * The migrations in order. Add new ones at the end, and never change one that has landed: `npm run lock:migrations`
 * records its hash in landed.json.
 */
export const migrations: readonly Migration[] = [
  foundation,
  queueAndStream,
  cascades,
  textInPostgres,
  replays,
  scoresByAge,
  secrets,
  replaysThroughAVersion,
  cascadeJournal,
  webhooksByHost,
  lettersAsTheyCame,
  provenance,
  withdrawnOutcomes,
  replayContent,
  outcomeIds,
  verifications,
  baselineLosses,
  predictionProvenance,
  extraForecasts,
  postAuthor,
  growingFaster,
  timedBy,
  medians,
  calibrations
]
