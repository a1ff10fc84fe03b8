import { afterAll } from 'vitest'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import type { Database } from '../../ports/database.ts'
import { describeDatabase } from '../contracts/database.ts'
import { createSchema, type PostgresSchema, postgresUnderTest } from '../harness/postgres-schema.ts'

const server = postgresUnderTest()!
const schemas = new Map<Database, PostgresSchema>()
afterAll(async () => {
  await Promise.all([...new Set(schemas.values())].map(schema => schema.drop()))
})

async function open(schema?: PostgresSchema): Promise<Database> {
  const own = schema ?? (await createSchema(server))
  const database = openPostgres({ url: own.url })
  schemas.set(database, own)
  await database.migrate()
  return database
}

describeDatabase('postgres', { open, reopen: database => open(schemas.get(database)) })
