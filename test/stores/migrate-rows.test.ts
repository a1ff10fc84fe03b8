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

test('scores from before baseline losses keep that of the baseline constant, to the last digit', async () => {
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
