import type { Transaction } from 'kysely'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import { Failure, isUnavailable } from '../../ports/errors.ts'
import type { Log } from '../../ports/log.ts'
import { PREDICTION_TYPE } from '../../ports/messages.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { EventStream, StreamConsumer, StreamRecord } from '../../ports/stream.ts'
import type { Tables } from '../../ports/tables.ts'
import { toError } from '../../ports/to-error.ts'
import type { DeadLetters } from '../../stores/dead-letters.ts'
import type { Outbox } from '../../stores/outbox.ts'
import type { Webhooks } from '../../stores/webhooks.ts'
import type { Alerts } from '../rows/alerts.ts'
import type { Cascades } from '../rows/cascades.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'
import { type AlertRule, findReached } from './alert-rule.ts'
import { announceAlert } from './announce-alert.ts'
import { CASCADES_FEED } from './checkpoint.ts'
import { type EndedPrediction, readEnded } from './ended-prediction.ts'
import { describeDamage } from './read-record.ts'
import { digestOfRecord } from './record-digest.ts'
import { buildTakePartitions } from './take-partitions.ts'
import { toUnreadableMessage } from './unreadable-message.ts'

export interface AlertSettings extends AlertRule {
  readonly cooldownSeconds: number
  /** Addresses that are notified of each alert. */
  readonly webhooks: readonly string[]
}

interface ForecastWatchParts {
  readonly stream: EventStream
  readonly database: Database
  readonly checkpoints: Checkpoints
  readonly cascades: Cascades
  readonly alerts: Alerts
  readonly outbox: Outbox
  readonly webhooks: Webhooks
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly owner: string
  readonly predictor: string
  readonly topics: { readonly predictions: string; readonly alerts: string }
  readonly settings: AlertSettings
}

export const FORECASTS_GROUP = 'forecasts'
const STORE_RETRY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 5_000 }

interface ForecastWatch extends StreamConsumer {
  /** Owned by this process. */
  readonly partitions: readonly number[]
}

/**
 * Reads the predictions topic: keeps the latest forecast of each watched cascade, and raises an alert when it passes the
 * threshold. Forecast, alert and position are written in one transaction.
 */
export async function startForecastWatch(parts: ForecastWatchParts): Promise<ForecastWatch> {
  const { stream, database, checkpoints, clock, log, owner, topics } = parts
  const takePartitions = buildTakePartitions(parts)
  const positions = new Map<number, number>()
  /** Positions of the last checkpoints; includes revoked partitions. */
  const stored = new Map<number, number>()
  const ending = new AbortController()

  /** `refusal`: why the records become dead letters; null: they are processed. */
  async function write(
    partition: number,
    records: readonly StreamRecord[],
    refusal: string | null = null
  ): Promise<void> {
    const from = positions.get(partition)
    const position = records.at(-1)!.position + 1
    if (from === undefined || position <= from) return
    const fresh = records.filter(record => record.position >= from)
    const ended = fresh.map(({ value }) => (refusal ? 'unreadable' : readEnded(value, parts.predictor)))
    const unreadable = fresh.filter((_, index) => ended[index] === 'unreadable')
    await database.write(async transaction => {
      const checkpointKey = { group: FORECASTS_GROUP, topic: topics.predictions, partition }
      const state = JSON.stringify({ digest: digestOfRecord(records.at(-1)!) })
      if (!(await checkpoints.advance(transaction, checkpointKey, owner, from, { position, state }))) return
      for (const prediction of ended)
        if (prediction !== null && prediction !== 'unreadable') await note(parts, transaction, prediction)
      await parts.deadLetters.addWithin(
        transaction,
        unreadable.map(record =>
          toUnreadableMessage(
            topics.predictions,
            record,
            refusal ?? describeDamage(record) ?? `not a message of type ${PREDICTION_TYPE}`
          )
        )
      )
    })
    positions.set(partition, position)
    stored.set(partition, position)
    for (const kind of ['feed', 'message'] as const) parts.outbox.wake(kind)
    parts.webhooks.wake()
  }

  /** Writes the records one by one, and makes a dead letter of each that the database refuses. */
  async function writeOneByOne(partition: number, records: readonly StreamRecord[]): Promise<void> {
    for (const record of records) {
      try {
        await write(partition, [record])
      } catch (cause) {
        if (isUnavailable(cause) || isConflict(cause)) throw cause
        log.error('the database refused a forecast', { partition, position: record.position, cause })
        await write(partition, [record], `refused by the database: ${toError(cause).message}`)
      }
    }
  }

  const consumer = await stream.subscribe({
    topic: topics.predictions,
    group: FORECASTS_GROUP,
    async onAssigned(partitions) {
      const checkpointKeys = await takePartitions(FORECASTS_GROUP, topics.predictions, partitions)
      for (const [partition, from] of checkpointKeys) {
        positions.set(partition, from?.position ?? 0)
        stored.set(partition, from?.position ?? 0)
      }
      return new Map(partitions.map(partition => [partition, positions.get(partition)!]))
    },
    async onRevoked(partitions) {
      for (const partition of partitions) positions.delete(partition)
    },
    storedPosition: partition => stored.get(partition),
    async onBatch(partition, records) {
      const backoff = buildBackoff(STORE_RETRY, { clock })
      let attempt: (partition: number, records: readonly StreamRecord[]) => Promise<void> = write
      while (!ending.signal.aborted) {
        try {
          return await attempt(partition, records)
        } catch (cause) {
          if (isConflict(cause)) {
            positions.delete(partition)
            return
          }
          if (!isUnavailable(cause) && attempt === write) {
            attempt = writeOneByOne
            continue
          }
          log.error('forecasts could not be written; retrying', { partition, cause })
          await backoff.wait(ending.signal)
        }
      }
    }
  })
  return {
    get partitions() {
      return [...positions.keys()]
    },
    async close() {
      ending.abort()
      await consumer.close()
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Failure && error.code === 'conflict'
}

async function note(
  parts: ForecastWatchParts,
  transaction: Transaction<Tables>,
  prediction: EndedPrediction
): Promise<void> {
  const { cascades, alerts, outbox, settings } = parts
  const { id: predictionId, cascadeId, forecast } = prediction
  const { windowSeconds } = forecast
  if (!(await cascades.noteForecast(transaction, cascadeId, forecast))) return
  await outbox.add(transaction, [
    {
      id: `${predictionId}/cascade`,
      kind: 'feed',
      destination: CASCADES_FEED,
      key: cascadeId,
      payload: JSON.stringify({
        id: cascadeId,
        state: 'open',
        forecast: { ...forecast, point: forecast.areOptimal }
      })
    }
  ])
  const reached = findReached(prediction, settings)
  if (reached === null) return
  const alert = await alerts.raise(
    transaction,
    { cascadeId, windowSeconds, predictionId, ...reached },
    settings.cooldownSeconds
  )
  if (alert !== null)
    await announceAlert(parts, transaction, alert, {
      topic: parts.topics.alerts,
      webhooks: settings.webhooks
    })
}
