import type { ExpressionBuilder, Selectable, Transaction } from 'kysely'
import type { PredictionRow, Tables } from '../../ports/tables.ts'
import type { Claim, ClaimedPrediction, Predictions } from '../predictions.ts'
import { buildStatement } from '../statement.ts'
import { announce } from './announce.ts'
import type { PredictionContext } from './context.ts'

type Name = 'id' | 'generation' | 'owner' | 'leaseUntil' | 'now' | 'dueBy' | 'maxAttempts'

/**
 * A message arrives when its job is due by the clock of its sender, which may be slightly ahead of this process's clock
 * (adapters/clock/shared.ts). Without this tolerance the message would be dropped as early, and its job would wait for
 * the reaper.
 */
const CLOCKS_DIFFER_MILLISECONDS = 500

/** Claims attempts, and renews and checks claims. */
export function buildClaim(context: PredictionContext): Pick<Predictions, 'claim' | 'renew' | 'lost'> {
  const { database, clock, settings } = context
  let claims = 0
  const claimOne = buildStatement(database.reader, (schema, parameter: (name: Name) => never) =>
    schema
      .updateTable('predictions')
      .set(({ fn, eb }) => ({
        state: 'running',
        attempts: eb('attempts', '+', 1),
        owner: parameter('owner'),
        lease_until: parameter('leaseUntil'),
        started_at: fn.coalesce('started_at', eb.val(parameter('now')))
      }))
      .where('id', '=', parameter('id'))
      .where('generation', '=', parameter('generation'))
      .where('state', '=', 'queued')
      .where('next_attempt_at', '<=', parameter('dueBy'))
      .where('deadline_at', '>', parameter('now'))
      .where('attempts', '<', parameter('maxAttempts'))
      .returningAll()
  )

  async function readInputs(transaction: Transaction<Tables>, rows: readonly Selectable<PredictionRow>[]) {
    const found = await transaction
      .selectFrom('prediction_inputs')
      .selectAll()
      .where(
        'prediction_id',
        'in',
        rows.map(row => row.id)
      )
      .execute()
    return new Map(found.map(row => [row.prediction_id, row.input]))
  }

  return {
    async claim(messages, owner, leaseSeconds) {
      if (messages.length === 0) return []
      const claimed = await database.write(async transaction => {
        const now = clock.now()
        const values = {
          // A released attempt keeps its number: when it is claimed again, even by the same worker, only the owner differs.
          owner: `${owner}#${++claims}`,
          now,
          dueBy: now + CLOCKS_DIFFER_MILLISECONDS,
          leaseUntil: now + leaseSeconds * 1000,
          maxAttempts: settings.maxAttempts
        }
        const results = await Promise.all(
          messages.map(({ id, generation }) => claimOne(transaction, { ...values, id, generation }))
        )
        const rows = results.flatMap(result => result.rows)
        if (rows.length === 0) return []
        const [inputs] = await Promise.all([
          readInputs(transaction, rows),
          announce(context, transaction, rows, now)
        ])
        return rows.map(row => toClaimed(row, inputs.get(row.id)!))
      })
      if (claimed.length > 0) context.outbox.wake('feed')
      return claimed
    },

    async renew(claims, leaseSeconds) {
      if (claims.length === 0) return []
      const until = clock.now() + leaseSeconds * 1000
      return database.write(async transaction => {
        const kept = await transaction
          .updateTable('predictions')
          .set({ lease_until: until })
          .where(({ or, and, eb }) => or(claims.map(claim => and(isHeld(eb, claim)))))
          .returning('id')
          .execute()
        return idsMissing(claims, kept)
      })
    },

    async lost(claims) {
      if (claims.length === 0) return []
      const kept = await database.reader
        .selectFrom('predictions')
        .select('id')
        .where(({ or, and, eb }) => or(claims.map(claim => and(isHeld(eb, claim)))))
        .execute()
      return idsMissing(claims, kept)
    }
  }
}

function toClaimed(row: Selectable<PredictionRow>, input: string): ClaimedPrediction {
  return {
    id: row.id,
    generation: row.generation,
    attempt: row.attempts,
    owner: row.owner!,
    predictor: row.predictor,
    subject: row.subject,
    slice: row.slice,
    input,
    pinnedVersion: row.pinned_version,
    createdAt: row.created_at,
    deadlineAt: row.deadline_at,
    requestId: row.request_id
  }
}

function idsMissing(claims: readonly Claim[], kept: readonly { readonly id: string }[]): string[] {
  const ids = new Set(kept.map(row => row.id))
  return claims.filter(claim => !ids.has(claim.id)).map(claim => claim.id)
}

/** Conditions under which the row is still claimed by this attempt. */
function isHeld(eb: ExpressionBuilder<Tables, 'predictions'>, { id, generation, attempt, owner }: Claim) {
  return [
    eb('id', '=', id),
    eb('generation', '=', generation),
    eb('attempts', '=', attempt),
    eb('owner', '=', owner),
    eb('state', '=', 'running')
  ]
}
