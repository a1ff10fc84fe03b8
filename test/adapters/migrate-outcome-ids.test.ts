import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../adapters/database/migrate.ts'
import { migrations } from '../../adapters/database/migrations/index.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('gives older outcomes, samples and scores an empty outcome id and keeps the indexes', async () => {
  const database = await openSqlite({ path: join(temporaryFolder(), 'test.db') })
  onTestFinished(() => database.close())
  const at = migrations.findIndex(({ name }) => name === '022-outcome-ids')
  await migrate(database, migrations.slice(0, at))
  await database.write(async transaction => {
    await sql`insert into outcomes (predictor, subject, outcome, source, ended_at, revision, sampled_revision,
      sampled_version, created_at, provenance, stream_source) values
      ('p', 's', '{"a":1}', 'stream', 1, 2, 1, 1, 1, 'demo', 'feed')`.execute(transaction)
    await sql`insert into scores (prediction_id, predictor, subject, slice, loss, ended_at, forecast_at, created_at)
      values ('prd', 'p', 's', '300', 0.5, 1, 2, 3)`.execute(transaction)
    await sql`insert into samples (id, predictor, subject, sample, version, ended_at, created_at)
      values ('x', 'p', 's', '{}', 1, 1, 1)`.execute(transaction)
  })
  const readIndexes = async () => {
    const { rows } = await sql<{ name: string; sql: string }>`select name, sql from sqlite_master
      where type = 'index' and sql is not null order by name`.execute(database.reader)
    return rows
  }
  const before = await readIndexes()
  await migrate(database, migrations.slice(0, at + 1))
  expect(await readIndexes()).toEqual(before)
  const read = (table: 'outcomes' | 'samples' | 'scores') =>
    database.reader.selectFrom(table).selectAll().executeTakeFirstOrThrow()
  const known = { predictor: 'p', subject: 's', outcome_id: '' }
  expect(await read('outcomes')).toMatchObject({
    ...known,
    revision: 2,
    provenance: 'demo',
    stream_source: 'feed',
    withdrawn_at: null
  })
  expect(await read('scores')).toMatchObject({
    ...known,
    prediction_id: 'prd',
    loss: 0.5,
    model_version: null
  })
  expect(await read('samples')).toMatchObject({ ...known, id: 'x' })
  const insert = (id: string) =>
    database.write(transaction =>
      sql`insert into outcomes (predictor, subject, outcome_id, outcome, source, ended_at, revision,
        sampled_revision, sampled_version, created_at) values ('p', 's', ${id}, '{}', 'reported', 1, 1, 0, 0, 1)`.execute(
        transaction
      )
    )
  await insert('second')
  await expect(insert('second')).rejects.toThrow(/unique/i)
})
