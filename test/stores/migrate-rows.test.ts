import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from '../../adapters/database/migrate.ts'
import { migrations } from '../../adapters/database/migrations/index.ts'
import { buildStores, openEmptyDatabase } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

async function openBefore(name: string) {
  const database = await openEmptyDatabase()
  const at = migrations.findIndex(each => each.name === name)
  await migrate(database, migrations.slice(0, at))
  return database
}

test('migrates the loss of the constant baseline of old scores without rounding', async () => {
  const database = await openBefore('025-baseline-losses')
  const constant = [0.1, 1 / 3, 1e-20, null]
  await database.write(async transaction => {
    for (const [index, loss] of constant.entries())
      await sql`insert into scores (prediction_id, predictor, model_version, subject, slice, loss, model_less_loss,
        constant_loss, ended_at, forecast_at, created_at) values (${`prd${index}`}, 'p', ${index}, 's', '300', 0.5, 1,
        ${loss}, 1, 2, 3)`.execute(transaction)
  })
  await migrate(database, migrations)
  const { scores } = buildStores(database, buildSetClock())
  const summaries = await scores.summarize({ predictor: 'p' })
  expect(summaries.map(each => each.medianBaselineLosses)).toEqual([
    { constant: 0.1 },
    { constant: 1 / 3 },
    { constant: 1e-20 },
    {}
  ])
  expect(summaries[0]).toMatchObject({ slice: '300', meanLoss: 0.5, meanModelLessLoss: 1 })
})

test('gives old predictions the provenance of their cascades', async () => {
  const database = await openBefore('026-prediction-provenance')
  const predictions = [
    ['a', 'cascade-size', 'drawn'],
    ['b', 'cascade-size', 'seen'],
    ['c', 'cascade-size', null],
    ['d', 'other', 'drawn']
  ]
  await database.write(async transaction => {
    for (const [id, provenance] of [
      ['drawn', 'simulated'],
      ['seen', 'real']
    ])
      await sql`insert into cascades (id, partition, source, state, post, is_adopted, first_time, last_time, events,
        chunks, windows_done, revision, updated_at, provenance) values (${id}, 0, 's', 'ended', 0, 0, 0, 0, 1, 1, '[]',
        1, 1, ${provenance})`.execute(transaction)
    for (const [id, predictor, subject] of predictions)
      await sql`insert into predictions (id, predictor, subject, state, generation, attempts, next_attempt_at,
        created_at, deadline_at) values (${id}, ${predictor}, ${subject}, 'queued', 1, 0, 1, 1, 9)`.execute(
        transaction
      )
  })
  await migrate(database, migrations)
  const rows = await database.reader
    .selectFrom('predictions')
    .select(['id', 'provenance'])
    .orderBy('id')
    .execute()
  expect(rows.map(({ id, provenance }) => [id, provenance])).toEqual([
    ['a', 'simulated'],
    ['b', 'real'],
    ['c', 'real'],
    ['d', 'real']
  ])
})
