import type { Compilable, CompiledQuery } from 'kysely'
import { Placeholder, placeholder } from './placeholder.ts'

type Value = string | number
/** Returns the placeholder of a value in a query that is built once. */
export type ValueNamed<Name extends string> = (name: Name) => never

/**
 * Builds and compiles a query once, at its first use; each use binds other values. Building costs as much as running a
 * small query. `build` writes `value('name')` for each value. Throws when the query contains a value itself, which would
 * stay the value of the first use.
 */
export function prepareQuery<Name extends string, Row>(
  build: (value: ValueNamed<Name>) => Compilable<Row>
): (values: Readonly<Record<Name, Value>>) => CompiledQuery<Row> {
  let compiled: CompiledQuery<Row> | null = null
  return values => {
    compiled ??= build(placeholder).compile()
    const bound: Readonly<Record<string, Value>> = values
    const parameters = compiled.parameters.map(each => {
      if (!(each instanceof Placeholder))
        throw new Error(`a prepared query has a value without a name: ${each}`)
      return bound[each.name]
    })
    return { ...compiled, parameters }
  }
}
