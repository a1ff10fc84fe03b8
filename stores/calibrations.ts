import { sql } from 'kysely'
import type { Database } from '../ports/database.ts'
import type { Leases } from './leases.ts'
import { buildSignal } from './signal.ts'

export interface Calibration {
  readonly predictor: string
  readonly version: number
  /** JSON text. Null: there were too few cases. */
  readonly calibration: string | null
  /** The number of cases that it was learned from. */
  readonly cases: number
  /** The time before its cases were read. */
  readonly learnedAt: number
}

/** A calibration without its content. Its time identifies it among those of its version: each is later than the one before. */
export type CalibrationSummary = Pick<Calibration, 'version' | 'cases' | 'learnedAt'>

/** The newest calibration of each version: what adapts its answers to recent outcomes. */
export interface Calibrations {
  /**
   * Replaces the calibration of a version, if the owner holds the lease: a trainer that lost its lease must not overwrite
   * that of its successor. Null: the owner does not hold it, and nothing was written.
   */
  put(
    calibration: Calibration,
    lease: { readonly name: string; readonly owner: string }
  ): Promise<CalibrationSummary | null>
  /** The last that was put, also for too few cases. */
  find(predictor: string, version: number): Promise<Calibration | null>
  /** The calibrations that were learned, by version. */
  list(predictor: string): Promise<readonly CalibrationSummary[]>
  /** Deletes the calibrations of these versions. */
  remove(predictor: string, versions: readonly number[]): Promise<void>
  /** Calls `listener` after each put of this process, and after a hint of another. A hint may be lost. */
  onPut(listener: () => void): () => void
}

const HINT = 'calibrations'

export function buildCalibrations({
  database,
  leases
}: {
  readonly database: Database
  readonly leases: Pick<Leases, 'hold'>
}): Calibrations {
  const { reader } = database
  const changed = buildSignal<void>()
  database.hints.listen(HINT, () => changed.emit())

  return {
    async put({ predictor, version, calibration, cases, learnedAt: learned_at }, { name, owner }) {
      const isLater = sql<number>`case when excluded.learned_at > calibrations.learned_at
        then excluded.learned_at else calibrations.learned_at + 1 end`
      const row = await database.write(async transaction => {
        if (!(await leases.hold(transaction, name, owner))) return null
        return transaction
          .insertInto('calibrations')
          .values({ predictor, version, calibration, cases, learned_at })
          .onConflict(on =>
            on.columns(['predictor', 'version']).doUpdateSet({ calibration, cases, learned_at: isLater })
          )
          .returning('learned_at')
          .executeTakeFirstOrThrow()
      })
      if (row === null) return null
      changed.emit()
      database.hints.send(HINT)
      return { version, cases, learnedAt: row.learned_at }
    },
    async find(predictor, version) {
      const row = await reader
        .selectFrom('calibrations')
        .selectAll()
        .where('predictor', '=', predictor)
        .where('version', '=', version)
        .executeTakeFirst()
      if (row === undefined) return null
      const { learned_at, ...rest } = row
      return { ...rest, learnedAt: learned_at }
    },
    async list(predictor) {
      const rows = await reader
        .selectFrom('calibrations')
        .select(['version', 'cases', 'learned_at'])
        .where('predictor', '=', predictor)
        .where('calibration', 'is not', null)
        .orderBy('version')
        .execute()
      return rows.map(({ version, cases, learned_at }) => ({ version, cases, learnedAt: learned_at }))
    },
    async remove(predictor, versions) {
      if (versions.length === 0) return
      await database.write(transaction =>
        transaction
          .deleteFrom('calibrations')
          .where('predictor', '=', predictor)
          .where('version', 'in', versions)
          .execute()
      )
    },
    onPut: changed.subscribe
  }
}
