import type { Log } from '../ports/log.ts'

/** What was started, to be closed in reverse order. */
export interface Closers {
  add(name: string, close: () => Promise<void> | void): void
  /**
   * Closes everything, the last started first; each gets what is left of the time, at least a second. One that fails
   * or takes too long is logged, and the others are closed all the same. False when any did. A second call waits for
   * the first.
   */
  close(): Promise<boolean>
}

const MIN_MILLISECONDS = 1_000

export function buildClosers(log: Log, withinMilliseconds: number): Closers {
  const open: { readonly name: string; readonly close: () => Promise<void> | void }[] = []
  let closing: Promise<boolean> | undefined

  async function closeAll(): Promise<boolean> {
    const until = performance.now() + withinMilliseconds
    let isClean = true
    for (let next = open.pop(); next; next = open.pop()) {
      const { name, close } = next
      try {
        await withTimeout(close, Math.max(MIN_MILLISECONDS, until - performance.now()))
      } catch (error) {
        isClean = false
        log.error('did not close cleanly', { part: name, error })
      }
    }
    return isClean
  }

  return {
    add: (name, close) => void open.push({ name, close }),
    close() {
      closing ??= closeAll()
      return closing
    }
  }
}

async function withTimeout(work: () => Promise<void> | void, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`took longer than ${Math.round(milliseconds)} ms`)),
      milliseconds
    )
  })
  try {
    await Promise.race([work(), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
