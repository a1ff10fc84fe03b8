import type { Compilable, CompiledQuery } from 'kysely'

type Value = string | number
/** Stands for a value in a query that is built once. */
export type ValueNamed<Name extends string> = (name: Name) => never

class Placeholder {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query that is built and compiled once, at its first use, and then run with other values: building costs as much as a
 * small query itself. `build` writes `value('name')` wherever a value goes; throws where it wrote the value itself, which
 * would be that of the first use for ever.
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
