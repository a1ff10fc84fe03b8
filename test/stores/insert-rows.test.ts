import { expect, test } from 'vitest'
import { buildInsertRows } from '../../stores/insert-rows.ts'
import { openTestDatabase } from '../harness/open-stores.ts'

test('binds a value of the conflict clause for any number of rows', async () => {
  const { reader, write } = await openTestDatabase()
  const upsert = buildInsertRows(reader, 'leases', ['name', 'owner', 'until'], insert =>
    insert.onConflict(on =>
      on
        .column('name')
        .doUpdateSet(({ ref }) => ({ owner: ref('excluded.owner') }))
        .where('leases.owner', '!=', 'kept')
    )
  )
  const rows = (owner: string) =>
    Array.from({ length: 67 }, (_, index) => ({ name: `${index}`, owner, until: 1 }))
  await write(transaction => upsert(transaction, rows('first')))
  await write(transaction => upsert(transaction, rows('kept')))
  await write(transaction => upsert(transaction, rows('last')))
  const owners = await reader.selectFrom('leases').select('owner').distinct().execute()
  expect(owners).toEqual([{ owner: 'kept' }])
})
