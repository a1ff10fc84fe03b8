import type { CompiledQuery, Insertable, InsertQueryBuilder, InsertResult, Kysely } from 'kysely'
import type { Tables } from '../ports/tables.ts'

const MAX_ROWS = 256

type InsertInto<Name extends keyof Tables> = InsertQueryBuilder<Tables, Name, InsertResult>

/**
 * Builds statements that insert any number of rows with the same columns. Statements have 256, 128, ... 1 rows and are
 * compiled once. `refine` may add a conflict clause or a returning clause.
 */
export function buildInsertStatements<
  Name extends keyof Tables,
  Column extends keyof Insertable<Tables[Name]> & string
>(
  schema: Kysely<Tables>,
  table: Name,
  columns: readonly Column[],
  refine: (insert: InsertInto<Name>) => { compile(): CompiledQuery } = insert => insert
): (rows: readonly Pick<Insertable<Tables[Name]>, Column>[]) => readonly CompiledQuery[] {
  const compiled = new Map<number, CompiledQuery>()

  function compileFor(count: number): CompiledQuery {
    const known = compiled.get(count)
    if (known) return known
    // The values are placeholders: only the SQL text is kept, and the parameters of the refined clause after them.
    const row = Object.fromEntries(columns.map(column => [column, column]))
    const values = Array.from({ length: count }, () => row)
    const query = refine(schema.insertInto(table).values(values as never)).compile()
    compiled.set(count, query)
    return query
  }

  return rows => {
    const queries: CompiledQuery[] = []
    for (let start = 0, size = MAX_ROWS; start < rows.length; start += size) {
      while (size > rows.length - start) size /= 2
      const parameters: unknown[] = []
      for (let index = start; index < start + size; index++) {
        for (const column of columns) parameters.push(rows[index]![column])
      }
      const query = compileFor(size)
      const ofClause = query.parameters.slice(size * columns.length)
      queries.push({ ...query, parameters: [...parameters, ...ofClause] })
    }
    return queries
  }
}

/** Builds a function that inserts any number of rows and returns the rows of `refine`'s returning clause. */
export function buildInsertRows<
  Name extends keyof Tables,
  Column extends keyof Insertable<Tables[Name]> & string
>(
  ...insert: Parameters<typeof buildInsertStatements<Name, Column>>
): (
  on: Kysely<Tables>,
  rows: readonly Pick<Insertable<Tables[Name]>, Column>[]
) => Promise<readonly unknown[]> {
  const compile = buildInsertStatements(...insert)
  return async (on, rows) => {
    const results = await Promise.all(compile(rows).map(query => on.executeQuery(query)))
    return results.flatMap(result => result.rows)
  }
}
