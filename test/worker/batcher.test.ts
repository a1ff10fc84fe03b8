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

test('starts at once when idle and spreads the items of one turn over its slots', async () => {
  const { batcher, sizes } = buildHeld()
  for (const item of [1, 2, 3]) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([2, 1])
})

test('takes items of low priority after all others that wait', async () => {
  const { batcher, batches } = buildHeld({ ...settings, maxCount: 2, maxInFlight: 1 })
  batcher.add(0)
  await nextTurn()
  batcher.add(1, { isLow: true })
  for (const item of [2, 3]) batcher.add(item)
  batcher.add(4, { isLow: true })
  for (const index of [0, 1, 2]) {
    batches[index]!.end()
    await nextTurn()
  }
  expect(batches.map(({ items }) => items)).toEqual([[0], [2, 3], [1, 4]])
})

test('collects items for at most maxDelayMs while a batch runs', async () => {
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

test('starts a full batch at once', async () => {
  const { batcher, sizes } = buildHeld()
  batcher.add(0)
  await nextTurn()
  for (const item of [1, 2, 3, 4]) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([1, 4])
})

test('with isFilled, waits for more items until maxDelayMs after the oldest, even when idle', async () => {
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

test('with isFilled, starts full batches at once and keeps the rest waiting', async () => {
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

test('with isFilled, starts overdue items when a slot becomes free', async () => {
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

test('runs at most maxInFlight batches and starts waiting items when one ends', async () => {
  const { batcher, batches, sizes } = buildHeld()
  for (let item = 0; item < 20; item++) batcher.add(item)
  await nextTurn()
  expect(sizes()).toEqual([4, 4])
  batches[0]!.end()
  await nextTurn()
  expect(sizes()).toEqual([4, 4, 4])
  expect(batcher.waiting).toBe(8)
})

test('drain returns the waiting items and resolves when the last batch ends', async () => {
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
