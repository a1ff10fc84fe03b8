import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { prepareQuery } from '../../stores/prepared-query.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

test('builds a query once and binds the values of each run', async () => {
  const { database } = await openStores(buildSetClock())
  let builds = 0
  const query = prepareQuery<'low' | 'high', { low: number; high: number; between: number }>(value => {
    builds++
    const asNumber = (name: 'low' | 'high') => sql<number>`cast(${value(name)} as integer)`
    return database.reader.selectNoFrom([
      asNumber('high').as('high'),
      asNumber('low').as('low'),
      sql<number>`${asNumber('high')} - ${asNumber('low')}`.as('between')
    ])
  })
  for (const values of [
    { low: 1, high: 2 },
    { high: 9, low: 7 }
  ])
    expect((await database.reader.executeQuery(query(values))).rows).toEqual([
      { ...values, between: values.high - values.low }
    ])
  expect(builds).toBe(1)
})

test('rejects a prepared query that contains a value', async () => {
  const { database } = await openStores(buildSetClock())
  const query = prepareQuery<'kind', { id: string }>(value =>
    database.reader
      .selectFrom('outbox')
      .select('id')
      .where('kind', '=', value('kind'))
      .where('destination', '=', 'x')
  )
  expect(() => query({ kind: 'job' })).toThrow('a prepared query has a value without a name: x')
})
