import type { Compilable, CompiledQuery } from 'kysely'

type Value = string | number
/** Returns the placeholder of a value in a query that is built once. */
export type ValueNamed<Name extends string> = (name: Name) => never

class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

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
    compiled ??= build(name => new Placeholder(name) as never).compile()
    const parameters = compiled.parameters.map(each => {
      if (!(each instanceof Placeholder))
        throw new Error(`a prepared query has a value without a name: ${each}`)
      return values[each.name as Name]
    })
    return { ...compiled, parameters }
  }
}
