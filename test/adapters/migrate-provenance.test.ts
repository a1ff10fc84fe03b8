import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../adapters/database/migrate.ts'
import { migrations } from '../../adapters/database/migrations/index.ts'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { temporaryFolder } from '../harness/temporary.ts'

test('derives the provenance of older rows from their replays', async () => {
  const database = await openSqlite({ path: join(temporaryFolder(), 'test.db') })
  onTestFinished(() => database.close())
  const at = migrations.findIndex(({ name }) => name === '017-provenance')
  await migrate(database, migrations.slice(0, at))
  const replays = [
    ['r1', 'simulated.aaaaaa', null, '{"kind":"simulation"}'],
    ['r2', 'simulated.bbbbbb', '/opt/groundswell/examples/simulated', '{"kind":"folder"}'],
    ['r3', 'mine.cccccc', '/data/mine', '{"kind":"folder"}']
  ]
  const cascades = [
    ['simulated.aaaaaa.1', 'simulated.aaaaaa'],
    ['simulated.bbbbbb-2.7', 'simulated.bbbbbb-2'],
    ['mine.cccccc.1', 'mine.cccccc'],
    ['post', 'api']
  ]
  await database.write(async transaction => {
    for (const [id, label, folder, options] of replays)
      await sql`insert into replays (id, label, folder, options, state, round, taken, events, cascades, created_at)
        values (${id}, ${label}, ${folder}, ${options}, 'succeeded', 0, 0, 0, 0, 1)`.execute(transaction)
    for (const [id, source] of cascades) {
      await sql`insert into cascades (id, partition, source, state, post, is_adopted, first_time, last_time, events,
        chunks, windows_done, revision, updated_at) values (${id}, 0, ${source}, 'ended', 0, 0, 0, 0, 1, 1, '[]', 1, 1)`.execute(
        transaction
      )
      await sql`insert into outcomes (predictor, subject, outcome, source, ended_at, revision, sampled_revision,
        sampled_version, created_at) values ('cascade-size', ${id}, '{}', 'stream', 1, 1, 1, 1, 1)`.execute(
        transaction
      )
    }
    for (const subject of ['simulated/examples/3', 'mine/3', 'post'])
      await sql`insert into samples (id, predictor, subject, sample, version, ended_at, created_at)
        values (${subject}, 'cascade-size', ${subject}, '{}', 1, 1, 1)`.execute(transaction)
  })
  await migrate(database, migrations)

  const read = async (table: string, key: string) => {
    const { rows } = await sql<{ key: string; provenance: string }>`select ${sql.ref(key)} as key, provenance
      from ${sql.table(table)}`.execute(database.reader)
    return Object.fromEntries(rows.map(row => [row.key, row.provenance]))
  }
  const known = {
    'simulated.aaaaaa.1': 'simulated',
    'simulated.bbbbbb-2.7': 'demo',
    'mine.cccccc.1': 'real',
    post: 'real'
  }
  expect(await read('replays', 'id')).toEqual({ r1: 'simulated', r2: 'demo', r3: 'real' })
  expect(await read('cascades', 'id')).toEqual(known)
  expect(await read('outcomes', 'subject')).toEqual(known)
  expect(await read('samples', 'subject')).toEqual({
    'simulated/examples/3': 'simulated',
    'mine/3': 'real',
    post: 'real'
  })
})
