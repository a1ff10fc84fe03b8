import { afterAll, expect, test } from 'vitest'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { ThreadCrash } from '../../ports/threads.ts'
import { moduleUrl } from './on-thread.ts'

const threads = buildThreads({ size: 2, heapMegabytes: 64 })
afterAll(() => threads.close())

const run = <Result>(name: string, payload: unknown, options = {}) =>
  threads.run<unknown, Result>({ module: moduleUrl, name, payload }, options)

test('runs a named export of a module by its URL', async () => {
  expect(await run('add', [2, 3])).toBe(5)
  await expect(run('subtract', [2, 3])).rejects.toThrow(/exports no function subtract/)
  await expect(run('add', () => 1)).rejects.toThrow(/could not be cloned/)
})

test('rejects with the error of the function', async () => {
  const error = await run('refuse', null).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: 'not this', cause: 'a reason' })
})

test.each([
  ['exit', /running exit died.*code: 3/],
  ['throwLate', /running throwLate died: out of the blue/],
  ['fillMemory', /running fillMemory died.*memory/]
])(
  'a thread that dies (%s) takes only its own task with it, and the next finds a thread',
  async (name, reason) => {
    const bystanders = Array.from({ length: 8 }, (_, i) => run('add', [i, 1]))
    const crash = await run(name, null).catch((error: unknown) => error)
    expect(crash).toBeInstanceOf(ThreadCrash)
    expect(crash).toMatchObject({
      code: 'thread-crashed',
      task: name,
      message: expect.stringMatching(reason)
    })
    const after = Array.from({ length: 8 }, (_, i) => run('add', [i, 1]))
    expect(await Promise.all([...bystanders, ...after])).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
    ])
  }
)

test('sets the cancellation flag of a task and keeps its thread', async () => {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const control = new AbortController()
  const running = run(
    'spin',
    { progress, checksCancellation: true },
    { signal: control.signal, graceSeconds: 60 }
  )
  await expect.poll(() => Atomics.load(progress, 0)).toBeGreaterThan(0)
  control.abort(new Error('no longer wanted'))
  await expect(running).rejects.toThrow('no longer wanted')
})

test('ends the thread of a task that ignores its cancellation after the grace period', async () => {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const control = new AbortController()
  const running = run(
    'spin',
    { progress, checksCancellation: false },
    { signal: control.signal, graceSeconds: 0.05 }
  )
  await expect.poll(() => Atomics.load(progress, 0)).toBeGreaterThan(0)
  control.abort(new Error('no longer wanted'))
  await expect(running).rejects.toThrow('no longer wanted')
  expect(await run('add', [1, 1])).toBe(2)
})

test('never begins a waiting task that was canceled', async () => {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const release = new AbortController()
  const blockers = [1, 2].map(() =>
    run('spin', { progress, checksCancellation: true }, { signal: release.signal })
  )
  const control = new AbortController()
  const waiting = run('exit', null, { signal: control.signal })
  control.abort(new Error('withdrawn'))
  await expect(waiting).rejects.toThrow('withdrawn')
  await expect(run('add', [1, 1], { signal: control.signal })).rejects.toThrow('withdrawn')
  release.abort(new Error('released'))
  const ends = await Promise.allSettled(blockers)
  expect(ends).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { message: 'released' } })))
})

test('decodes a shared value once per thread', async () => {
  const shared = threads.share(Float64Array.of(1, 2, 3.5))
  const seen = await Promise.all(
    Array.from({ length: 40 }, () => run<{ id: number; made: number; sum: number }>('open', shared))
  )
  const ids = new Set(seen.map(({ id }) => id))
  expect(ids.size).toBeLessThanOrEqual(2)
  for (const { made, sum } of seen) expect([made, sum]).toEqual([1, 6.5])
})

test('moves a result without a copy', async () => {
  const { values } = await run<{ values: Float64Array }>('draw', 1000)
  expect(values).toEqual(new Float64Array(1000).fill(7))
})

test('lets running tasks end at close and rejects waiting and later ones', async () => {
  const own = buildThreads({ size: 1 })
  const progress = new Int32Array(new SharedArrayBuffer(4))
  const control = new AbortController()
  const task = { module: moduleUrl, name: 'spin', payload: { progress, checksCancellation: true } }
  const running = own.run(task, { signal: control.signal })
  const waiting = own.run({ module: moduleUrl, name: 'add', payload: [1, 1] })
  await expect.poll(() => Atomics.load(progress, 0)).toBeGreaterThan(0)
  const closed = own.close()
  await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' })
  await expect(own.run(task)).rejects.toMatchObject({ code: 'shutting-down' })
  control.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  await closed
})
