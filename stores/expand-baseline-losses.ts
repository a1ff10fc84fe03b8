import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../ports/database.ts'

/** For a FROM clause: one row for each loss in `baseline_losses` (`key`: the name of the baseline, `value`: its loss). */
export function expandBaselineLosses(dialect: Database['dialect'], table: string): RawBuilder<unknown> {
  const losses = sql.ref(`${table}.baseline_losses`)
  return dialect === 'postgres' ? sql`json_each_text(cast(${losses} as json))` : sql`json_each(${losses})`
}
