import { expect, test } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

async function open() {
  const clock = buildSetClock()
  const { leases, database } = await openStores(clock)
  return { clock, leases, database }
}

test('one owner at a time takes a lease, renews it, and loses it when it expires', async () => {
  const { clock, leases } = await open()
  expect(await leases.take('reaper', 'a', 10)).toBe(true)
  expect(await leases.take('reaper', 'b', 10)).toBe(false)
  expect(await leases.take('other', 'b', 10)).toBe(true)
  clock.advance(9_999)
  expect(await leases.take('reaper', 'b', 10)).toBe(false)
  expect(await leases.take('reaper', 'a', 10)).toBe(true)
  clock.advance(9_999)
  expect((await leases.holder('reaper'))?.owner).toBe('a')
  clock.advance(1)
  expect(await leases.holder('reaper')).toBeNull()
  expect(await leases.take('reaper', 'b', 10)).toBe(true)
  expect(await leases.take('reaper', 'a', 10)).toBe(false)
})

test('drops only its own lease', async () => {
  const { leases } = await open()
  await leases.take('reaper', 'a', 10)
  await leases.drop('reaper', 'b')
  expect((await leases.holder('reaper'))?.owner).toBe('a')
  await leases.drop('reaper', 'a')
  expect(await leases.take('reaper', 'b', 10)).toBe(true)
})

test('holds only its own lease within a transaction', async () => {
  const { leases, database } = await open()
  await leases.take('reaper', 'a', 10)
  const hold = (name: string, owner: string) =>
    database.write(transaction => leases.hold(transaction, name, owner))
  expect(await hold('reaper', 'a')).toBe(true)
  expect(await hold('reaper', 'b')).toBe(false)
  expect(await hold('other', 'a')).toBe(false)
})
