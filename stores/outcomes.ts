import type { Selectable, Transaction } from 'kysely'
import type { Clock } from '../ports/clock.ts'
import type { Database } from '../ports/database.ts'
import type { Provenance } from '../ports/provenance.ts'
import type { OutcomeRow, Tables } from '../ports/tables.ts'
import { readAnswered } from './answered-predictions.ts'
import type { NewSample, Samples } from './samples.ts'
import type { NewScore, Scores } from './scores.ts'

export interface Outcome {
  readonly predictor: string
  readonly subject: string
  /** Unique within its subject. Empty: the only one of its subject. */
  readonly outcomeId: string
  /** JSON text. */
  readonly outcome: string
  readonly endedAt: number
  /** 1 for the first report; each report that differs adds one. */
  readonly revision: number
  readonly source: 'reported' | 'stream'
  readonly provenance: Provenance
}

/** `provenance` absent: that of the previous report, or real. */
type OutcomeReport = Omit<Outcome, 'revision' | 'provenance' | 'outcomeId'> & {
  /** Absent: the only one of its subject. */
  readonly outcomeId?: string
  readonly provenance?: Provenance
  /** The stream source that ended it. */
  readonly streamSource?: string
}

interface PutOutcome {
  readonly revision: number
  readonly isNew: boolean
  /** True: it was withdrawn and stays withdrawn. */
  readonly isWithdrawn: boolean
}

/** An outcome without current samples and scores, with the predictions of its subject. */
export interface OpenOutcome extends Outcome {
  /** Succeeded predictions with their inputs, oldest first, at most 100. */
  readonly predictions: readonly {
    readonly id: string
    readonly slice: string | null
    readonly modelVersion: number | null
    readonly input: string
    readonly output: string
    readonly createdAt: number
  }[]
}

/** The outcomes of subjects. */
export interface Outcomes {
  /**
   * Stores an outcome. An equal report changes nothing; a different one is a new revision. A report restores a withdrawn
   * outcome; the stream does not.
   */
  put(report: OutcomeReport): Promise<PutOutcome>
  /** Does the same within the caller's transaction. */
  putWithin(transaction: Transaction<Tables>, report: OutcomeReport): Promise<PutOutcome>
  /** Null: unknown or withdrawn. `outcomeId` absent: the only one of its subject. */
  get(predictor: string, subject: string, outcomeId?: string): Promise<Outcome | null>
  /** By subject, then id, without withdrawn ones. `after`: the last of the previous page. */
  list(
    filter: { readonly predictor: string; readonly subject?: string | undefined },
    page: {
      readonly limit: number
      readonly after?: Pick<Outcome, 'subject' | 'outcomeId'> | undefined
    }
  ): Promise<readonly Outcome[]>
  /**
   * Reads the outcomes whose samples have another revision or sample version, or lack a prediction that succeeded later;
   * oldest first.
   */
  open(predictor: string, sampleVersion: number, limit: number): Promise<readonly OpenOutcome[]>
  /**
   * Stores samples and scores and marks the outcome as sampled, in one transaction. False: nothing was written and the
   * outcome is still open, because it was revised or another of its predictions ended meanwhile.
   */
  settle(
    outcome: OpenOutcome,
    sampleVersion: number,
    made: { readonly samples: readonly NewSample[]; readonly scores: readonly NewScore[] }
  ): Promise<boolean>
  count(predictor: string): Promise<number>
  sweep(before: number, limit: number): Promise<number>
}

export function buildOutcomes({
  database,
  clock,
  samples,
  scores
}: {
  readonly database: Database
  readonly clock: Clock
  readonly samples: Pick<Samples, 'add' | 'removeOthers'>
  readonly scores: Pick<Scores, 'add'>
}): Outcomes {
  const { reader } = database

  const putWithin: Outcomes['putWithin'] = async (
    transaction,
    { predictor, subject, outcomeId = '', outcome, endedAt, source, provenance, streamSource }
  ) => {
    const fresh = await transaction
      .insertInto('outcomes')
      .values({
        predictor,
        subject,
        outcome_id: outcomeId,
        outcome,
        source,
        provenance: provenance ?? 'real',
        stream_source: streamSource ?? null,
        ended_at: endedAt,
        revision: 1,
        sampled_revision: 0,
        sampled_version: 0,
        created_at: clock.now()
      })
      .onConflict(on => on.doNothing())
      .returning('revision')
      .executeTakeFirst()
    if (fresh) return { revision: 1, isNew: true, isWithdrawn: false }
    const revised = await transaction
      .updateTable('outcomes')
      .set(({ eb }) => ({
        outcome,
        source,
        ended_at: endedAt,
        revision: eb('revision', '+', 1),
        withdrawn_at: null,
        ...(streamSource === undefined ? {} : { stream_source: streamSource }),
        ...(provenance === undefined ? {} : { provenance })
      }))
      .where('predictor', '=', predictor)
      .where('subject', '=', subject)
      .where('outcome_id', '=', outcomeId)
      .where(({ or, eb }) =>
        or([
          eb('outcome', '!=', outcome),
          eb('ended_at', '!=', endedAt),
          eb('withdrawn_at', 'is not', null),
          ...(provenance === undefined ? [] : [eb('provenance', '!=', provenance)])
        ])
      )
      .$if(source === 'stream', query => query.where('withdrawn_at', 'is', null))
      .returning('revision')
      .executeTakeFirst()
    if (revised) return { revision: revised.revision, isNew: true, isWithdrawn: false }
    const same = await transaction
      .selectFrom('outcomes')
      .select(['revision', 'withdrawn_at'])
      .where('predictor', '=', predictor)
      .where('subject', '=', subject)
      .where('outcome_id', '=', outcomeId)
      .executeTakeFirstOrThrow()
    return { revision: same.revision, isNew: false, isWithdrawn: same.withdrawn_at !== null }
  }

  return {
    put: report => database.write(transaction => putWithin(transaction, report)),
    putWithin,

    async get(predictor, subject, outcomeId = '') {
      const row = await reader
        .selectFrom('outcomes')
        .selectAll()
        .where('predictor', '=', predictor)
        .where('subject', '=', subject)
        .where('outcome_id', '=', outcomeId)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirst()
      return row === undefined ? null : toOutcome(row)
    },

    async list({ predictor, subject }, { limit, after }) {
      let query = reader
        .selectFrom('outcomes')
        .selectAll()
        .where('predictor', '=', predictor)
        .where('withdrawn_at', 'is', null)
      if (subject !== undefined) query = query.where('subject', '=', subject)
      if (after)
        query = query.where(({ or, and, eb }) =>
          or([
            eb('subject', '>', after.subject),
            and([eb('subject', '=', after.subject), eb('outcome_id', '>', after.outcomeId)])
          ])
        )
      const rows = await query.orderBy('subject').orderBy('outcome_id').limit(limit).execute()
      return rows.map(toOutcome)
    },

    async open(predictor, sampleVersion, limit) {
      const select = () =>
        reader
          .selectFrom('outcomes')
          .selectAll()
          .where('predictor', '=', predictor)
          .where('withdrawn_at', 'is', null)
      const revised = await select()
        .whereRef('sampled_revision', '<', 'revision')
        .orderBy('created_at')
        .limit(limit)
        .execute()
      const outdated =
        revised.length === limit
          ? []
          : await select()
              .whereRef('sampled_revision', '=', 'revision')
              .where('sampled_version', '!=', sampleVersion)
              .limit(limit - revised.length)
              .execute()
      return Promise.all(
        [...revised, ...outdated].map(async row => ({
          ...toOutcome(row),
          predictions: await readAnswered(reader, row.predictor, row.subject)
        }))
      )
    },

    settle: (outcome, sampleVersion, made) =>
      database.write(async transaction => {
        const { predictor, subject, outcomeId, revision, predictions } = outcome
        const now = await readAnswered(transaction, predictor, subject)
        if (now.length !== predictions.length) return false
        const marked = await transaction
          .updateTable('outcomes')
          .set({ sampled_revision: revision, sampled_version: sampleVersion })
          .where('predictor', '=', predictor)
          .where('subject', '=', subject)
          .where('outcome_id', '=', outcomeId)
          .where('revision', '=', revision)
          .where('withdrawn_at', 'is', null)
          .returning('revision')
          .executeTakeFirst()
        if (!marked) return false
        // A revision may change the provenance.
        if (revision > 1) await samples.removeOthers(transaction, outcome)
        await samples.add(transaction, made.samples)
        await scores.add(transaction, made.scores)
        return true
      }),

    async count(predictor) {
      const row = await reader
        .selectFrom('outcomes')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('predictor', '=', predictor)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },

    async sweep(before, limit) {
      const old = await reader
        .selectFrom('outcomes')
        .select(['predictor', 'subject', 'outcome_id'])
        .where('created_at', '<', before)
        .orderBy('created_at')
        .limit(limit)
        .execute()
      if (old.length === 0) return 0
      await database.write(async transaction => {
        for (const { predictor, subject, outcome_id } of old) {
          await transaction
            .deleteFrom('outcomes')
            .where('predictor', '=', predictor)
            .where('subject', '=', subject)
            .where('outcome_id', '=', outcome_id)
            .execute()
        }
      })
      return old.length
    }
  }
}

function toOutcome(row: Selectable<OutcomeRow>): Outcome {
  return {
    predictor: row.predictor,
    subject: row.subject,
    outcomeId: row.outcome_id,
    outcome: row.outcome,
    endedAt: row.ended_at,
    revision: row.revision,
    source: row.source,
    provenance: row.provenance
  }
}
