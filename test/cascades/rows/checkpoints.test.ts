import { expect, test } from 'vitest'
import { openStores } from '../../harness/open-stores.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const place = { group: 'collector', topic: 'events', partition: 3 }

async function open() {
  const { checkpoints, database } = await openStores(buildSetClock())
  const advance = (owner: string, from: number, to: number, state: string | null = null, at = place) =>
    database.write(transaction => checkpoints.advance(transaction, at, owner, from, { position: to, state }))
  const read = async () => (await checkpoints.of('collector', 'events')).map(({ position }) => position)
  return { checkpoints, advance, read }
}

test('advances a position only from its current value', async () => {
  const { checkpoints, advance, read } = await open()
  expect(await checkpoints.take(place, 'a')).toBeNull()
  expect(await advance('a', 0, 10)).toBe(true)
  expect(await advance('a', 10, 30)).toBe(true)
  for (const [from, to] of [
    [0, 10],
    [10, 20],
    [29, 40],
    [31, 40]
  ] as const)
    await expect(advance('a', from, to)).rejects.toMatchObject({ code: 'conflict' })
  expect(await read()).toEqual([30])
})

test('writes nothing for an owner after another has taken the partition', async () => {
  const { checkpoints, advance, read } = await open()
  await checkpoints.take(place, 'a')
  await advance('a', 0, 10, '{"a":1}')
  expect(await checkpoints.take(place, 'b')).toEqual({ position: 10, state: '{"a":1}' })
  await expect(advance('a', 10, 20)).rejects.toMatchObject({ code: 'conflict' })
  expect(await read()).toEqual([10])
  expect(await advance('b', 10, 20)).toBe(true)
})

test('detects a checkpoint that was written before, and does not confuse it with another', async () => {
  const { checkpoints, advance } = await open()
  await checkpoints.take(place, 'a')
  expect(await advance('a', 0, 10, '{"a":1}')).toBe(true)
  expect(await advance('a', 0, 10, '{"a":1}')).toBe(false)
  await expect(advance('a', 0, 10, '{"a":2}')).rejects.toMatchObject({ code: 'conflict' })
  expect(await advance('a', 10, 10, '{"a":2}')).toBe(true)
})

test('keeps separate positions for groups, topics and partitions', async () => {
  const { checkpoints, advance, read } = await open()
  const others = [
    { ...place, group: 'watch' },
    { ...place, topic: 'cascades' },
    { ...place, partition: 4 }
  ]
  for (const each of [place, ...others]) await checkpoints.take(each, 'a')
  await advance('a', 0, 10)
  for (const each of others) expect(await advance('a', 0, 5, null, each)).toBe(true)
  expect(await read()).toEqual([10, 5])
})
