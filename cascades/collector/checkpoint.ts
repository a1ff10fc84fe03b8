import type { Database } from '../../ports/database.ts'
import { CASCADE_TYPE, type Envelope } from '../../ports/messages.ts'
import { sliceOf } from '../../predictors/cascade-size/observation-input.ts'
import type { DeadLetters } from '../../stores/dead-letters.ts'
import type { Outgoing } from '../../stores/outbox/outgoing.ts'
import type { Outcomes } from '../../stores/outcomes.ts'
import type { Predictions, Submission } from '../../stores/predictions.ts'
import { type Cascades, leaveOut } from '../rows/cascades.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'
import { announceGrowth, type GrowthParts } from './announce-growth.ts'
import type { Changes, Ending, TriggeredForecast } from './changes.ts'
import { announceUnreadable, toUnreadableMessage } from './unreadable-message.ts'

export interface CheckpointParts extends GrowthParts {
  readonly database: Database
  readonly checkpoints: Checkpoints
  readonly cascades: Cascades
  readonly predictions: Predictions
  readonly outcomes: Outcomes
  readonly deadLetters: DeadLetters
  /** Unique for this process. */
  readonly owner: string
  readonly topics: CollectorTopics
  readonly predictor: string
}

interface CollectorTopics {
  readonly events: string
  /** Finished cascades. */
  readonly cascades: string
  readonly deadLetters: string
}

export const COLLECTOR_GROUP = 'collector'
export const CASCADES_FEED = 'cascades'

/**
 * Writes the changes of one partition since position `from`, together with the new position, in one transaction. The call is
 * idempotent for the same changes. Throws Failure('conflict') when another owner has taken the partition, and
 * ForeignCascades when another partition owns one of the begun cascades; then nothing is written.
 */
export async function writeCheckpoint(parts: CheckpointParts, from: number, changes: Changes): Promise<void> {
  const { database, checkpoints, cascades, predictions, outcomes, outbox, deadLetters, topics } = parts
  const checkpointKey = { group: COLLECTOR_GROUP, topic: topics.events, partition: changes.partition }
  // Without notifications, a power cut may lose the changes and the position together: the records are read again.
  const { forecasts: triggered, growths, endings: ended, unreadable } = changes
  const isDurable = triggered.length + growths.length + ended.length + unreadable.length > 0
  await database.write(
    async transaction => {
      const state = JSON.stringify({ ...changes.state, checkpoint: changes.id })
      const to = { position: changes.position, state }
      if (!(await checkpoints.advance(transaction, checkpointKey, parts.owner, from, to))) return
      // Cascades that were deleted while they were in memory: they have no further effects.
      const gone = await cascades.write(transaction, changes.records, changes.chunks, changes.begun)
      if (changes.endsJournal) await cascades.dropJournal(transaction, changes.partition)
      if (changes.journal !== null)
        await cascades.addToJournal(transaction, changes.partition, leaveOut(changes.journal, gone))
      const forecasts = changes.forecasts.filter(({ cascadeId }) => !gone.has(cascadeId))
      const endings = changes.endings.filter(({ cascadeId }) => !gone.has(cascadeId))
      await predictions.acceptWithin(
        transaction,
        forecasts.map(forecast => toSubmission(parts.predictor, forecast))
      )
      for (const growth of growths)
        if (!gone.has(growth.cascadeId)) await announceGrowth(parts, transaction, growth)
      const announced: Ending[] = []
      for (const ending of endings) {
        const { isWithdrawn } = await outcomes.putWithin(transaction, {
          predictor: parts.predictor,
          subject: ending.cascadeId,
          outcome: JSON.stringify({ finalSize: ending.finalSize }),
          endedAt: Math.round(ending.endedAt * 1_000),
          source: 'stream',
          provenance: ending.provenance,
          streamSource: ending.source
        })
        if (!isWithdrawn) announced.push(ending)
      }
      await deadLetters.addWithin(
        transaction,
        changes.unreadable.map(({ record, reason }) => toUnreadableMessage(topics.events, record, reason))
      )
      await outbox.add(transaction, [
        ...announced.flatMap(ending => announceEnd(topics, ending)),
        ...changes.unreadable.map(({ record, reason }) =>
          announceUnreadable(topics.deadLetters, topics.events, record, reason)
        )
      ])
    },
    { isDurable }
  )
  if (changes.forecasts.length > 0) predictions.wake()
  if (growths.length + ended.length > 0) outbox.wake('feed')
  if (growths.length + ended.length + unreadable.length > 0) outbox.wake('message')
  if (growths.length > 0) parts.webhooks.wake()
}

export function toSubmission(
  predictor: string,
  { cascadeId, windowSeconds, events, provenance, extra, isByClock }: TriggeredForecast
): Submission & { readonly subject: string } {
  const input = { events, windowSeconds }
  return {
    predictor,
    subject: cascadeId,
    // A slice collects the cases of one age.
    slice: extra === null || extra.reason === 'scheduled' ? sliceOf(input) : null,
    input: JSON.stringify(input),
    provenance,
    pinnedVersion: null,
    callback: null,
    requestId: null,
    timedBy: isByClock ? 'clock' : 'events',
    extra: extra && { id: `${cascadeId}/${extra.reason}/${extra.sequence}`, reason: extra.reason }
  }
}

function announceEnd(topics: CollectorTopics, ending: Ending): Outgoing[] {
  const { cascadeId, finalSize, provenance, endedAt, revision, windows } = ending
  const id = `${cascadeId}/${revision}`
  const data = { finalSize, provenance, endedAt, revision, windows }
  const message: Envelope<typeof data> = {
    specversion: '1.0',
    type: CASCADE_TYPE,
    source: 'groundswell/collector',
    id,
    subject: cascadeId,
    data
  }
  return [
    { id, kind: 'message', destination: topics.cascades, key: cascadeId, payload: JSON.stringify(message) },
    {
      id: `${id}/feed`,
      kind: 'feed',
      destination: CASCADES_FEED,
      key: cascadeId,
      payload: JSON.stringify({ id: cascadeId, state: 'ended', ...data })
    }
  ]
}
