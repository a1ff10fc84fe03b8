import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Tables } from '../ports/tables.ts'
import { placeholder } from './placeholder.ts'

type Value = string | number

const MAX_VALUES = 512

/**
 * Builds statements with a list of values ('... where id in (list)'). Each is compiled once for each power of two up to
 * 512: a list is padded with its last value, and a longer list is split. `build` may use no other parameters.
 */
export function buildListStatements<Row = Record<never, never>>(
  schema: Kysely<Tables>,
  build: (schema: Kysely<Tables>, list: never[]) => Compilable<Row>
): (values: readonly Value[]) => readonly CompiledQuery<Row>[] {
  const compiled = new Map<number, CompiledQuery<Row>>()

  function compile(size: number): CompiledQuery<Row> {
    const known = compiled.get(size)
    if (known) return known
    const query = build(
      schema,
      Array.from({ length: size }, () => placeholder('value'))
    ).compile()
    compiled.set(size, query)
    return query
  }

  return values => {
    const queries: CompiledQuery<Row>[] = []
    for (let start = 0; start < values.length; start += MAX_VALUES) {
      const part = values.slice(start, start + MAX_VALUES)
      const size = 2 ** Math.ceil(Math.log2(part.length))
      const parameters = [...part, ...Array.from({ length: size - part.length }, () => part.at(-1)!)]
      queries.push({ ...compile(size), parameters })
    }
    return queries
  }
}

/** Builds a function that runs such statements and returns all their rows. */
export function buildByList<Row = Record<never, never>>(
  ...list: Parameters<typeof buildListStatements<Row>>
): (on: Kysely<Tables>, values: readonly Value[]) => Promise<Row[]> {
  const compile = buildListStatements(...list)
  return async (on, values) => {
    const results = await Promise.all(compile(values).map(query => on.executeQuery(query)))
    return results.flatMap(result => result.rows)
  }
}
