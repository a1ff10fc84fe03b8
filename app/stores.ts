import { buildAlerts } from '../cascades/rows/alerts.ts'
import { buildCascades } from '../cascades/rows/cascades.ts'
import { buildCheckpoints } from '../cascades/rows/checkpoints.ts'
import { buildReplayForecasts } from '../cascades/rows/replay-forecasts.ts'
import { buildReplays } from '../cascades/rows/replays.ts'
import { type Envelope, MODEL_TYPE } from '../ports/messages.ts'
import { buildCalibrations } from '../stores/calibrations.ts'
import { buildDeadLetters } from '../stores/dead-letters.ts'
import { buildFeed } from '../stores/feed.ts'
import { buildMakeId } from '../stores/ids.ts'
import { buildLeases } from '../stores/leases.ts'
import { buildModelVersions, type ModelPointer } from '../stores/model-versions.ts'
import { buildOutbox } from '../stores/outbox.ts'
import { buildOutcomeWithdrawals } from '../stores/outcome-withdrawals.ts'
import { buildOutcomes } from '../stores/outcomes.ts'
import { buildPredictions } from '../stores/predictions/build.ts'
import { buildProcesses } from '../stores/processes.ts'
import { buildRecentFeatures } from '../stores/recent-features.ts'
import { buildSamples } from '../stores/samples.ts'
import { buildScores } from '../stores/scores.ts'
import { buildTrainingRuns } from '../stores/training-runs.ts'
import { buildVerifications } from '../stores/verifications.ts'
import { buildWebhooks } from '../stores/webhooks.ts'
import type { Config } from './config.ts'
import type { Ports } from './ports.ts'
import { cascadesTopic, modelsTopic, predictionsTopic } from './topics.ts'

export type Stores = ReturnType<typeof buildStores>

/** Builds every store on the ports of this process. */
export function buildStores({ database, blobs, clock }: Ports, config: Config) {
  const makeId = buildMakeId(clock, bytes => crypto.getRandomValues(bytes))
  const outbox = buildOutbox({ database, clock })
  const random = Math.random
  const webhooks = buildWebhooks({ database, clock, random, settings: config.webhooks })
  const predictions = buildPredictions({
    database,
    clock,
    random,
    makeId,
    outbox,
    webhooks,
    settings: { ...config.predictions, predictionsTopic }
  })
  const samples = buildSamples({ database, clock })
  const scores = buildScores({ database, clock })
  const leases = buildLeases({ database, clock })

  /** Sends the pointer through the outbox, to the topic and the feed. */
  async function announce(pointer: ModelPointer): Promise<void> {
    const { predictor, sequence } = pointer
    const id = `model/${predictor}/${sequence}`
    const message: Envelope<ModelPointer> = {
      specversion: '1.0',
      type: MODEL_TYPE,
      source: 'groundswell/models',
      id,
      subject: predictor,
      data: pointer
    }

    await database.write(transaction =>
      outbox.add(transaction, [
        {
          id: `${id}/message`,
          kind: 'message',
          destination: modelsTopic,
          key: predictor,
          payload: JSON.stringify(message)
        },
        {
          id: `${id}/feed`,
          kind: 'feed',
          destination: 'models',
          key: predictor,
          payload: JSON.stringify(pointer)
        }
      ])
    )
    outbox.wake('message')
    outbox.wake('feed')
  }

  return {
    outbox,
    webhooks,
    predictions,
    samples,
    scores,
    outcomes: buildOutcomes({ database, clock, samples, scores }),
    outcomeWithdrawals: buildOutcomeWithdrawals({ database, clock, outbox, cascadesTopic }),
    feed: buildFeed({ database, clock }),
    deadLetters: buildDeadLetters({ database, clock, outbox, predictions }),
    leases,
    calibrations: buildCalibrations({ database, leases }),
    processes: buildProcesses({ database, clock }),
    trainingRuns: buildTrainingRuns({ database, clock, makeId }),
    verifications: buildVerifications({ database, clock, makeId }),
    recentFeatures: buildRecentFeatures(database),
    cascades: buildCascades({ database, clock }),
    checkpoints: buildCheckpoints({ database, clock }),
    alerts: buildAlerts({ database, clock }),
    replays: buildReplays({ database, clock, makeId }),
    replayForecasts: buildReplayForecasts({ database, predictions }),
    modelVersions: buildModelVersions({ blobs, clock, announce })
  }
}
