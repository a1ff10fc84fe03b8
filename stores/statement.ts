import type { Compilable, Kysely, QueryResult } from 'kysely'
import type { Tables } from '../ports/tables.ts'
import { Placeholder, placeholder } from './placeholder.ts'

/** Returns the placeholder of a value. Its type `never` fits a column of any type. */
type Parameter<Name extends string> = (name: Name) => never

/**
 * Compiles a statement once, because building and compiling cost more than running it. The returned function binds the
 * values by name.
 */
export function buildStatement<Name extends string, Row = Record<never, never>>(
  schema: Kysely<Tables>,
  build: (schema: Kysely<Tables>, parameter: Parameter<Name>) => Compilable<Row>
): (on: Kysely<Tables>, values: Readonly<Record<Name, unknown>>) => Promise<QueryResult<Row>> {
  const compiled = build(schema, placeholder).compile()
  const parameters = compiled.parameters
  return (on, values) => {
    const byName: Readonly<Record<string, unknown>> = values
    const bound = parameters.map(each => (each instanceof Placeholder ? byName[each.name] : each))
    return on.executeQuery<Row>({ ...compiled, parameters: bound })
  }
}
