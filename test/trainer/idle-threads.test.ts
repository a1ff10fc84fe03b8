import { expect, test } from 'vitest'
import type { Task, Threads } from '../../ports/threads.ts'
import { buildIdleThreads } from '../../trainer/idle-threads.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const task: Task<string> = { module: 'm', name: 'n', payload: 'p' }

/** Threads whose tasks end when a test says so; `open` and `closed` count them. */
function build() {
  const clock = buildSetClock()
  const counts = { open: 0, closed: 0 }
  const ends: (() => void)[] = []
  const open = (): Threads => {
    counts.open++
    return {
      size: 2,
      run: <Payload, Result>(_task: Task<Payload>) =>
        new Promise<Result>(resolve => ends.push(() => resolve('done' as Result))),
      share: () => {
        throw new Error('nothing is shared')
      },
      close: async () => void counts.closed++
    }
  }
  const threads = buildIdleThreads(open, clock, 60)
  const pass = async (milliseconds: number) => {
    clock.advance(milliseconds)
    await new Promise(setImmediate)
  }
  return { threads, counts, ends, pass }
}

test('opens threads for the first task, and closes them after the idle time', async () => {
  const { threads, counts, ends, pass } = build()
  expect(counts).toEqual({ open: 0, closed: 0 })
  const running = threads.run(task)
  expect(counts).toEqual({ open: 1, closed: 0 })
  ends.shift()!()
  expect(await running).toBe('done')
  await pass(59_999)
  expect(counts.closed).toBe(0)
  await pass(1)
  expect(counts).toEqual({ open: 1, closed: 1 })
  void threads.run(task)
  expect(counts).toEqual({ open: 2, closed: 1 })
})

test('keeps threads open while a task runs, and for the whole idle time after the last one', async () => {
  const { threads, counts, ends, pass } = build()
  const first = threads.run(task)
  const second = threads.run(task)
  ends.shift()!()
  await first
  await pass(60_000)
  expect(counts.closed).toBe(0)
  ends.shift()!()
  await second
  await pass(30_000)
  const third = threads.run(task)
  ends.shift()!()
  await third
  await pass(30_000)
  expect(counts.closed).toBe(0)
  const fourth = threads.run(task)
  await pass(60_000)
  expect(counts.closed).toBe(0)
  ends.shift()!()
  await fourth
  await pass(60_000)
  expect(counts).toEqual({ open: 1, closed: 1 })
})

test('closes what is open, once', async () => {
  const { threads, counts, pass } = build()
  await threads.close()
  expect(counts).toEqual({ open: 0, closed: 0 })
  expect(threads.size).toBe(2)
  await threads.close()
  await pass(60_000)
  expect(counts).toEqual({ open: 1, closed: 1 })
})
