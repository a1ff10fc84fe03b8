import type { Thread, ThreadFunction } from '../../ports/threads.ts'

/** The module of the functions that threads.test.ts runs on threads. */
export const moduleUrl = import.meta.url

export const add: ThreadFunction<readonly [number, number], number> = ([a, b]) => a + b

export const refuse: ThreadFunction<null, never> = () => {
  throw new TypeError('not this', { cause: 'a reason' })
}

export const exit: ThreadFunction<null, never> = () => process.exit(3)

export const throwLate: ThreadFunction<null, void> = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new Error('out of the blue')
    }, 1)
  })

export const fillMemory: ThreadFunction<null, never> = () => {
  const hoard: unknown[] = []
  for (;;) hoard.push(new Array(100_000).fill(1.5))
}

/** Counts in `progress` until it is canceled, or for ever if it does not check for cancellation. */
export const spin: ThreadFunction<{ progress: Int32Array; checksCancellation: boolean }, string> = (
  task,
  thread
) => {
  while (!task.checksCancellation || !thread.isCanceled) Atomics.add(task.progress, 0, 1)
  return 'stopped early'
}

let made = 0
export const open: ThreadFunction<
  Parameters<Thread['open']>[0],
  { id: number; made: number; sum: number }
> = (shared, thread) => {
  const values = thread.open(shared) as Float64Array
  const sum = thread.keep(`sum of ${shared.key}`, () => {
    made++
    return values.reduce((total, value) => total + value, 0)
  })
  return { id: thread.id, made, sum }
}

export const draw: ThreadFunction<number, { readonly values: Float64Array }> = (count, thread) => {
  const values = new Float64Array(count).fill(7)
  thread.move([values.buffer])
  return { values }
}
