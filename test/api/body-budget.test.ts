import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { buildBodyBudget } from '../../api/http/body-budget.ts'
import { readBytes } from '../../api/http/body-bytes.ts'

const KB = 1_024
const open = (bytes: number, waitSeconds = 60) => buildBodyBudget({ bytes, waitSeconds })

test('gives one caller at most half of the budget, in one request or in several', async () => {
  const openShare = open(1_000 * KB)
  const [first, second] = [openShare('a'), openShare('a')]
  expect(first.reserve(200 * KB)).toBeNull()
  expect(second.reserve(300 * KB)).toBeNull()
  const waiting = second.reserve(1)
  expect(waiting).not.toBeNull()
  expect(openShare('b').reserve(300 * KB)).toBeNull()
  first.release(1)
  await waiting
  second.close()
  first.close()
  expect(openShare('a').reserve(500 * KB)).toBeNull()
})

test('reserves an eighth for bodies of up to 64 KiB', () => {
  const openShare = open(800 * KB)
  expect(openShare('a').reserve(350 * KB)).toBeNull()
  expect(openShare('b').reserve(350 * KB)).toBeNull()
  expect(openShare('c').reserve(64 * KB + 1)).not.toBeNull()
  expect(openShare('d').reserve(64 * KB)).toBeNull()
})

test('grants waiting requests in order, and drops those whose callers have left', async () => {
  const openShare = open(100 * KB)
  const [holder, other] = [openShare('a'), openShare('b')]
  holder.reserve(50 * KB)
  other.reserve(50 * KB)
  const [left, stayed] = [openShare('c'), openShare('d')]
  const order: string[] = []
  void left.reserve(50 * KB)?.then(() => order.push('left'))
  const entered = stayed.reserve(50 * KB)?.then(() => order.push('stayed'))
  left.close()
  holder.close()
  await entered
  expect(order).toEqual(['stayed'])
})

test('rejects a request that has waited too long', async () => {
  const openShare = open(100 * KB, 0.01)
  openShare('a').reserve(50 * KB)
  openShare('b').reserve(50 * KB)
  await expect(openShare('c').reserve(50 * KB)).rejects.toMatchObject({ code: 'overloaded' })
})

test('reserves the declared size before it reads, or at least 64 KiB at a time without a declared size', async () => {
  const reserved: number[] = []
  const share = {
    reserve(bytes: number) {
      reserved.push(bytes)
      return null
    },
    release: () => {},
    close: () => {}
  }
  const read = async (told: string | undefined, ...sizes: readonly number[]) => {
    reserved.length = 0
    const pieces = Readable.from(sizes.map(size => Buffer.alloc(size)))
    const { length } = await readBytes(pieces, told, 1_000 * KB, { share, silentSeconds: null })
    return [length, ...reserved]
  }
  expect(await read('300', 100, 200)).toEqual([300, 300])
  expect(await read(undefined, 100, 200)).toEqual([300, 0, 64 * KB])
  expect(await read(undefined, 64 * KB, 1)).toEqual([64 * KB + 1, 0, 64 * KB, 64 * KB])
  expect(await read(undefined, 100 * KB)).toEqual([100 * KB, 0, 100 * KB])
})
