import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Tables } from '../ports/tables.ts'

type Value = string | number

const MOST_VALUES = 512

/**
 * A statement about a list of values ('... where id in (list)'), compiled once for each power of two up to 512: a
 * list is filled up with its last value, a longer one is cut. `build` may use no other parameters.
 */
export function buildByList<Row = Record<never, never>>(
  schema: Kysely<Tables>,
  build: (schema: Kysely<Tables>, list: never[]) => Compilable<Row>
): (on: Kysely<Tables>, values: readonly Value[]) => Promise<Row[]> {
  const compiled = new Map<number, CompiledQuery<Row>>()

  function compile(size: number): CompiledQuery<Row> {
    const known = compiled.get(size)
    if (known) return known
    const query = build(
      schema,
      Array.from({ length: size }, () => 0 as never)
    ).compile()
    compiled.set(size, query)
    return query
  }

  return async (on, values) => {
    const running: Promise<QueryResult<Row>>[] = []
    for (let start = 0; start < values.length; start += MOST_VALUES) {
      const part = values.slice(start, start + MOST_VALUES)
      const size = 2 ** Math.ceil(Math.log2(part.length))
      const parameters = [...part, ...Array.from({ length: size - part.length }, () => part.at(-1)!)]
      running.push(on.executeQuery({ ...compile(size), parameters }))
    }
    return (await Promise.all(running)).flatMap(result => result.rows)
  }
}
