import type { Compilable, CompiledQuery } from 'kysely'

type Value = string | number

interface Placeholder {
  readonly name: string
}

/**
 * A query that is built and compiled once, at its first use, and then run with other values: building costs as much as a
 * small query itself. `build` writes `value('name')` wherever a value goes.
 */
export function prepareQuery<Name extends string, Row>(
  build: (value: (name: Name) => never) => Compilable<Row>
): (values: Readonly<Record<Name, Value>>) => CompiledQuery<Row> {
  let compiled: CompiledQuery<Row> | null = null
  return values => {
    compiled ??= build(name => ({ name }) satisfies Placeholder as never).compile()
    const parameters = compiled.parameters.map(each => values[(each as Placeholder).name as Name])
    return { ...compiled, parameters }
  }
}
