import type { Clock } from '../ports/clock.ts'
import type { RunOptions, Task, Threads } from '../ports/threads.ts'

/** Threads that open on the first task and close after `idleSeconds` without a task. A trainer is idle most of the time. */
export function buildIdleThreads(open: () => Threads, clock: Clock, idleSeconds: number): Threads {
  let threads: Threads | null = null
  let running = 0
  let turn = 0
  const closing = new AbortController()

  function opened(): Threads {
    threads ??= open()
    return threads
  }

  async function run<Payload, Result>(task: Task<Payload>, options?: RunOptions): Promise<Result> {
    running++
    turn++
    try {
      return await opened().run<Payload, Result>(task, options)
    } finally {
      running--
      if (running === 0) void closeWhenIdle(turn)
    }
  }

  async function closeWhenIdle(own: number): Promise<void> {
    await clock.sleep(idleSeconds * 1000, closing.signal)
    if (own === turn && running === 0) await closeOpened()
  }

  async function closeOpened(): Promise<void> {
    const old = threads
    threads = null
    await old?.close()
  }

  return {
    get size() {
      return opened().size
    },
    run,
    share: value => opened().share(value),
    close() {
      closing.abort()
      return closeOpened()
    }
  }
}
