import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../ports/database.ts'

/** The median of a column's values within each group. Nulls do not count. */
export function median(dialect: Database['dialect'], column: string): RawBuilder<number | null> {
  const values = sql.ref(column)
  return dialect === 'postgres'
    ? sql`percentile_cont(0.5) within group (order by ${values})`
    : sql`median(${values})`
}
