import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import { CASCADE_WITHDRAWN_TYPE, type Envelope } from '../ports/messages.ts'
import type { Tables } from '../ports/tables.ts'
import type { Outgoing } from './outbox/outgoing.ts'
import type { Outbox } from './outbox.ts'

/** Selects the outcomes that meet all given conditions. */
export interface OutcomeSelection {
  readonly predictor: string
  readonly subject?: string | undefined
  /** The id of one outcome of the subject. */
  readonly outcomeId?: string | undefined
  /** The stream source that ended it. */
  readonly streamSource?: string | undefined
  /** endedAt >= endedFrom, endedAt < endedBefore. */
  readonly endedFrom?: number | undefined
  readonly endedBefore?: number | undefined
}

interface Withdrawal {
  readonly outcomes: number
  readonly samples: number
  readonly scores: number
  /** The first subjects, at most 100. */
  readonly subjects: readonly string[]
}

/** Withdraws wrong outcomes, with their samples and scores. */
export interface OutcomeWithdrawals {
  /** Counts what `withdraw` would withdraw now. */
  count(selection: OutcomeSelection): Promise<Withdrawal>
  /** Withdraws. A repeated call finds nothing more. The topic of finished cascades gets a message for each published one. */
  withdraw(selection: OutcomeSelection, reason: string): Promise<Withdrawal>
}

const MAX_SUBJECTS = 100
const WITHDRAWN_AT_ONCE = 500

export function buildOutcomeWithdrawals({
  database,
  clock,
  outbox,
  cascadesTopic
}: {
  readonly database: Database
  readonly clock: Clock
  readonly outbox: Pick<Outbox, 'add' | 'wake'>
  readonly cascadesTopic: string
}): OutcomeWithdrawals {
  const select = (from: Pick<Kysely<Tables>, 'selectFrom'>, selection: OutcomeSelection) => {
    const { predictor, subject, outcomeId, streamSource, endedFrom, endedBefore } = selection
    let query = from
      .selectFrom('outcomes')
      .where('predictor', '=', predictor)
      .where('withdrawn_at', 'is', null)
    if (subject !== undefined) query = query.where('subject', '=', subject)
    if (outcomeId !== undefined) query = query.where('outcome_id', '=', outcomeId)
    if (streamSource !== undefined) query = query.where('stream_source', '=', streamSource)
    if (endedFrom !== undefined) query = query.where('ended_at', '>=', endedFrom)
    if (endedBefore !== undefined) query = query.where('ended_at', '<', endedBefore)
    return query
  }

  async function withdrawSome(selection: OutcomeSelection, reason: string): Promise<Withdrawal> {
    const { predictor } = selection
    const now = clock.now()
    return database.write(async transaction => {
      const rows = await select(transaction, selection)
        .select(['subject', 'outcome_id', 'revision', 'stream_source'])
        .orderBy('subject')
        .orderBy('outcome_id')
        .limit(WITHDRAWN_AT_ONCE)
        .execute()
      const subjects = [...new Set(rows.map(({ subject }) => subject))]
      if (rows.length === 0) return { outcomes: 0, samples: 0, scores: 0, subjects }
      const pairs = sql.join(rows.map(({ subject, outcome_id }) => sql`(${subject}, ${outcome_id})`))
      const isChosen = sql<SqlBool>`(subject, outcome_id) in (values ${pairs})`
      const deleteFrom = async (table: 'samples' | 'scores') => {
        const { numDeletedRows } = await transaction
          .deleteFrom(table)
          .where('predictor', '=', predictor)
          .where(isChosen)
          .executeTakeFirst()
        return Number(numDeletedRows)
      }
      const samples = await deleteFrom('samples')
      const scores = await deleteFrom('scores')
      // It may have been learned from these samples. The trainer learns the next one without them.
      if (samples > 0)
        await transaction.deleteFrom('calibrations').where('predictor', '=', predictor).execute()
      await transaction
        .updateTable('outcomes')
        .set({ withdrawn_at: now })
        .where('predictor', '=', predictor)
        .where(isChosen)
        .execute()
      const published = rows.filter(row => row.stream_source !== null)
      await outbox.add(
        transaction,
        published.map(({ subject, revision }) => toRetraction(cascadesTopic, subject, revision, now, reason))
      )
      return { outcomes: rows.length, samples, scores, subjects }
    })
  }

  return {
    async count(selection) {
      const { predictor } = selection
      const chosen = select(database.reader, selection)
      const countIn = async (table: 'outcomes' | 'samples' | 'scores') => {
        const row = await database.reader
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('predictor', '=', predictor)
          .where(({ eb, refTuple }) =>
            eb(
              refTuple('subject', 'outcome_id'),
              'in',
              chosen.select(['subject', 'outcome_id']).$asTuple('subject', 'outcome_id')
            )
          )
          .executeTakeFirstOrThrow()
        return Number(row.count)
      }
      const [outcomes, samples, scores, first] = await Promise.all([
        countIn('outcomes'),
        countIn('samples'),
        countIn('scores'),
        chosen.select('subject').distinct().orderBy('subject').limit(MAX_SUBJECTS).execute()
      ])
      return { outcomes, samples, scores, subjects: first.map(({ subject }) => subject) }
    },

    async withdraw(selection, reason) {
      let total: Withdrawal = { outcomes: 0, samples: 0, scores: 0, subjects: [] }
      for (;;) {
        const some = await withdrawSome(selection, reason)
        if (some.outcomes > 0) outbox.wake('message')
        total = {
          outcomes: total.outcomes + some.outcomes,
          samples: total.samples + some.samples,
          scores: total.scores + some.scores,
          subjects: [...new Set([...total.subjects, ...some.subjects])].slice(0, MAX_SUBJECTS)
        }
        if (some.outcomes < WITHDRAWN_AT_ONCE) return total
      }
    }
  }
}

function toRetraction(
  destination: string,
  subject: string,
  revision: number,
  now: number,
  reason: string
): Outgoing {
  const id = `${subject}/${revision}/withdrawn`
  const data = { withdrawnAt: now / 1_000, reason }
  const message: Envelope<typeof data> = {
    specversion: '1.0',
    type: CASCADE_WITHDRAWN_TYPE,
    source: 'groundswell/outcomes',
    id,
    subject,
    data
  }
  return { id, kind: 'message', destination, key: subject, payload: JSON.stringify(message) }
}
