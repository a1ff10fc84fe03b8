import type { CompiledQuery, Insertable, InsertQueryBuilder, Kysely } from 'kysely'
import type { Tables } from '../ports/tables.ts'

const MOST_ROWS = 64

type InsertInto<Name extends keyof Tables> = InsertQueryBuilder<Tables, Name, object>

/**
 * Inserts any number of rows by statements of 64, 32, ... 1 rows, each compiled once. The same columns in every row.
 * `refine` may add a conflict clause or ask for rows back.
 */
export function buildInsertRows<
  Name extends keyof Tables,
  Column extends keyof Insertable<Tables[Name]> & string
>(
  schema: Kysely<Tables>,
  table: Name,
  columns: readonly Column[],
  refine: (insert: InsertInto<Name>) => { compile(): CompiledQuery } = insert => insert
): (
  on: Kysely<Tables>,
  rows: readonly Pick<Insertable<Tables[Name]>, Column>[]
) => Promise<readonly unknown[]> {
  const compiled = new Map<number, CompiledQuery>()

  function compile(count: number): CompiledQuery {
    const known = compiled.get(count)
    if (known) return known
    // Anything stands for the values: only the text is kept.
    const row = Object.fromEntries(columns.map(column => [column, column]))
    const values = Array.from({ length: count }, () => row)
    const query = refine(
      schema.insertInto(table).values(values as never) as unknown as InsertInto<Name>
    ).compile()
    compiled.set(count, query)
    return query
  }

  return async (on, rows) => {
    const running: Promise<{ readonly rows: readonly unknown[] }>[] = []
    for (let start = 0, size = MOST_ROWS; start < rows.length; ) {
      while (size > rows.length - start) size /= 2
      const query = compile(size)
      const parameters: unknown[] = []
      for (let index = start; index < start + size; index++) {
        for (const column of columns) parameters.push(rows[index]![column])
      }
      running.push(on.executeQuery({ ...query, parameters }))
      start += size
    }
    const results = await Promise.all(running)
    return results.flatMap(result => result.rows)
  }
}
