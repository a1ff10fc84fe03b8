import { expect, test } from 'vitest'
import { inOrder, readLines } from '../../api/batch.ts'
import { until } from '../harness/until.ts'

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

test('finds lines across chunks, and skips blank lines but counts them', async () => {
  const lines = await collect(readLines(chunks('{"a"', ':1}\n\n  \r\n{"b":2}\r\n', '{"c":3}'), 100))
  expect(lines.map(({ number, bytes }) => [number, bytes?.toString().trim()])).toEqual([
    [1, '{"a":1}'],
    [4, '{"b":2}'],
    [5, '{"c":3}']
  ])
})

test('discards a line that is too long and reads the next one', async () => {
  const lines = await collect(readLines(chunks('x'.repeat(60), 'x'.repeat(60), '\nshort\n'), 100))
  expect(lines.map(({ number, bytes }) => [number, bytes?.toString() ?? null])).toEqual([
    [1, null],
    [2, 'short']
  ])
})

test('yields results in the order of the items, and runs at most the allowed number at a time', async () => {
  let running = 0
  let maxRunning = 0
  const gates = Array.from({ length: 10 }, () => Promise.withResolvers<void>())
  async function* items() {
    for (let i = 0; i < 10; i++) yield i
  }
  const results = inOrder(
    items(),
    async i => {
      maxRunning = Math.max(maxRunning, ++running)
      await gates[i]!.promise
      running--
      return i
    },
    3
  )
  const collected = collect(results)
  await until(() => expect(running).toBe(3))
  for (const gate of gates.toReversed()) gate.resolve()
  expect(await collected).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(maxRunning).toBe(3)
})

test('yields a result before the next item arrives', async () => {
  const second = Promise.withResolvers<void>()
  async function* items() {
    yield 1
    await second.promise
    yield 2
  }
  const results = inOrder(items(), async i => i, 4)
  expect((await results.next()).value).toBe(1)
  second.resolve()
  expect((await results.next()).value).toBe(2)
})
