import type { Log } from '../ports/log.ts'

/** The started parts of a process, which close in reverse order. */
export interface Closers {
  add(name: string, close: () => Promise<void> | void): void
  /**
   * Closes all parts, the last started first. Each part gets the rest of the time, but at least one second. Logs a part
   * that fails or exceeds its time, and closes the others. Returns false if any part did so. A second call waits for the
   * first.
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
