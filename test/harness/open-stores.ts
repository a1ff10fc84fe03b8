import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { buildAlerts } from '../../cascades/rows/alerts.ts'
import { buildCascades } from '../../cascades/rows/cascades.ts'
import { buildCheckpoints } from '../../cascades/rows/checkpoints.ts'
import { buildReplayForecasts } from '../../cascades/rows/replay-forecasts.ts'
import { buildReplays } from '../../cascades/rows/replays.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import { buildCalibrations } from '../../stores/calibrations.ts'
import { buildDeadLetters } from '../../stores/dead-letters.ts'
import { buildFeed } from '../../stores/feed.ts'
import { buildMakeId } from '../../stores/ids.ts'
import { buildLeases } from '../../stores/leases.ts'
import { buildOutbox } from '../../stores/outbox.ts'
import { buildOutcomeWithdrawals } from '../../stores/outcome-withdrawals.ts'
import { buildOutcomes } from '../../stores/outcomes.ts'
import { buildPredictions } from '../../stores/predictions/build.ts'
import type { PredictionSettings } from '../../stores/predictions.ts'
import { buildProcesses } from '../../stores/processes.ts'
import { buildSamples } from '../../stores/samples.ts'
import { buildScores } from '../../stores/scores.ts'
import { buildTrainingRuns } from '../../stores/training-runs.ts'
import { buildVerifications } from '../../stores/verifications.ts'
import { buildWebhooks } from '../../stores/webhooks.ts'
import { createSchema } from './postgres-schema.ts'
import { makeTemporaryFolder } from './temporary.ts'

export const testSettings: PredictionSettings = {
  maxAttempts: 3,
  firstPauseSeconds: 1,
  maxPauseSeconds: 60,
  deadlineSeconds: 3600,
  keepSeconds: 86_400,
  maxBacklog: 10_000,
  predictionsTopic: 'groundswell.predictions'
}

export type Stores = ReturnType<typeof buildStores>

/** Builds all stores on one database. */
export function buildStores(database: Database, clock: Clock, changes: Partial<PredictionSettings> = {}) {
  const makeId = buildMakeId(clock, bytes => crypto.getRandomValues(bytes))
  const outbox = buildOutbox({ database, clock })
  // No jitter: delays have their maximum.
  const random = () => 1
  const webhooks = buildWebhooks({
    database,
    clock,
    random,
    settings: { maxAttempts: 3, firstPauseSeconds: 5, maxPauseSeconds: 3600 }
  })
  const settings = { ...testSettings, ...changes }
  const predictions = buildPredictions({ database, clock, random, makeId, outbox, webhooks, settings })
  const samples = buildSamples({ database, clock })
  const scores = buildScores({ database, clock })
  const leases = buildLeases({ database, clock })
  return {
    database,
    outbox,
    webhooks,
    predictions,
    samples,
    scores,
    outcomeWithdrawals: buildOutcomeWithdrawals({
      database,
      clock,
      outbox,
      cascadesTopic: 'groundswell.cascades'
    }),
    outcomes: buildOutcomes({ database, clock, samples, scores }),
    feed: buildFeed({ database, clock }),
    deadLetters: buildDeadLetters({ database, clock, outbox, predictions }),
    leases,
    calibrations: buildCalibrations({ database, leases }),
    processes: buildProcesses({ database, clock }),
    trainingRuns: buildTrainingRuns({ database, clock, makeId }),
    verifications: buildVerifications({ database, clock, makeId }),
    cascades: buildCascades({ database, clock }),
    alerts: buildAlerts({ database, clock }),
    checkpoints: buildCheckpoints({ database, clock }),
    replays: buildReplays({ database, clock, makeId }),
    replayForecasts: buildReplayForecasts({ database, predictions })
  }
}

/** Opens a migrated database for this test and removes it at its end: on the server of DATABASE_URL, or SQLite. */
export async function openTestDatabase(): Promise<Database> {
  const database = await openEmptyDatabase()
  await database.migrate()
  return database
}

/** As above, without migrations. */
export async function openEmptyDatabase(): Promise<Database> {
  const server = process.env.DATABASE_URL
  const { database, remove } = server === undefined ? await makeSqlite() : await makePostgres(server)
  onTestFinished(async () => {
    await database.close()
    await remove()
  })
  return database
}

async function makeSqlite() {
  const folder = makeTemporaryFolder()
  const database = await openSqlite({ path: join(folder, 'test.db') })
  return { database, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function makePostgres(server: string) {
  const schema = await createSchema(server)
  return { database: openPostgres({ url: schema.url }), remove: schema.drop }
}

export async function openStores(clock: Clock, changes: Partial<PredictionSettings> = {}): Promise<Stores> {
  return buildStores(await openTestDatabase(), clock, changes)
}
