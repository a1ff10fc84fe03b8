import { expect, test } from 'vitest'
import { buildBatcher } from '../../worker/batcher.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const settings = { maxCount: 4, maxDelayMs: 5, maxInFlight: 2, isFilled: false }

function buildHeld(options = settings) {
  const clock = buildSetClock()
  const batches: { items: readonly number[]; end: () => void }[] = []
  const batcher = buildBatcher<number>(
    clock,
    options,
    items => new Promise<void>(resolve => void batches.push({ items, end: resolve }))
  )
  return { clock, batches, batcher, sizes: () => batches.map(({ items }) => items.length) }
}
const nextTurn = () => new Promise(resolve => setImmediate(() => setImmediate(resolve)))

test('an idle batcher does not wait, and shares what came in one turn over its places', async () => {
  const { batcher, sizes } = buildHeld()
  for (const item of [1, 2, 3]) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([2, 1])
})

test('while a batch runs, what comes waits to be more, at most maxDelayMs', async () => {
  const { batcher, batches, clock, sizes } = buildHeld()
  batcher.add(1)
  await nextTurn()
  batcher.add(2)
  batcher.add(3)
  await nextTurn()
  expect(sizes()).toEqual([1])
  clock.advance(5)
  await nextTurn()
  expect(batches[1]!.items).toEqual([2, 3])
})

test('a full batch does not wait', async () => {
  const { batcher, sizes } = buildHeld()
  batcher.add(0)
  await nextTurn()
  for (const item of [1, 2, 3, 4]) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([1, 4])
})

test('a filled batcher waits for others while no batch runs, at most maxDelayMs after the oldest', async () => {
  const { batcher, batches, clock, sizes } = buildHeld({ ...settings, isFilled: true })
  batcher.add(1)
  await nextTurn()
  clock.advance(3)
  batcher.add(2)
  await nextTurn()
  expect(sizes()).toEqual([])
  clock.advance(2)
  await nextTurn()
  expect(batches[0]!.items).toEqual([1, 2])
})

test('a filled batcher starts full batches at once, and lets the rest wait', async () => {
  const { batcher, batches, clock, sizes } = buildHeld({ ...settings, isFilled: true, maxInFlight: 3 })
  for (let item = 0; item < 9; item++) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([4, 4])
  batches[0]!.end()
  await nextTurn()
  expect(sizes()).toEqual([4, 4])
  clock.advance(5)
  await nextTurn()
  expect(sizes()).toEqual([4, 4, 1])
})

test('a filled batcher starts what has waited long enough when a place is free', async () => {
  const { batcher, batches, clock, sizes } = buildHeld({ ...settings, isFilled: true, maxInFlight: 1 })
  for (let item = 0; item < 6; item++) batcher.add(item)
  await nextTurn()
  clock.advance(5)
  await nextTurn()
  expect(sizes()).toEqual([4])
  batches[0]!.end()
  await nextTurn()
  expect(sizes()).toEqual([4, 2])
})

test('no more than maxInFlight run, and what waited goes when one ends', async () => {
  const { batcher, batches, sizes } = buildHeld()
  for (let item = 0; item < 20; item++) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([4, 4])
  batches[0]!.end()
  await nextTurn()
  expect(sizes()).toEqual([4, 4, 4])
  expect(batcher.waiting).toBe(8)
})

test('a drain gives back what waits and ends when the last batch has', async () => {
  const { batcher, batches } = buildHeld()
  for (let item = 0; item < 10; item++) batcher.add(item)
  await nextTurn()
  const { left, ended } = batcher.drain()
  expect(left).toEqual([8, 9])
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  batches[0]!.end()
  await nextTurn()
  expect(isOver).toBe(false)
  batches[1]!.end()
  await ended
})
