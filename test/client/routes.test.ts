import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Route, routes } from '../../client/routes.ts'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly $ref?: string }[]
  readonly responses: Readonly<Record<string, object>>
}

const contract = parse(readFileSync('openapi.yaml', 'utf8'))
const table: Readonly<Record<string, Route>> = routes
const operations: (Operation & { readonly method: string; readonly path: string })[] = Object.entries(
  contract.paths as Record<string, Record<string, Operation>>
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() }))
)

test('uses the methods and paths of the contract', () => {
  const known = operations.filter(({ operationId }) => operationId in table)
  expect(known).toHaveLength(Object.keys(table).length)
  for (const { operationId, method, path } of known)
    expect([operationId, ...table[operationId]!.slice(0, 2)]).toEqual([operationId, method, path])
})

test('retries with a key exactly where the contract takes one, and retries all reads', () => {
  for (const { operationId, method, parameters = [] } of operations) {
    const route = table[operationId]
    if (!route) continue
    const takesKey = parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey')
    expect([operationId, route[2] === 'keyed']).toEqual([operationId, takesKey])
    if (method === 'GET') expect([operationId, route[2]]).toEqual([operationId, 'safe'])
  }
})
