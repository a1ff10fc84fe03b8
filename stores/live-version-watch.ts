import type { HistoryEntry } from './model-history.ts'

export interface LiveVersionWatch {
  /** Looks now (a hint came). Resolves when the callback has been called, or there was nothing new. */
  checkNow(): Promise<void>
  /** Why the last look failed, null when it did not. */
  readonly lastError: Error | null
  close(): void
}

/** Looks every so often, one look at a time, and calls back when the serving entry is another one. */
export function startLiveVersionWatch(
  look: () => Promise<HistoryEntry | null>,
  onChange: (entry: HistoryEntry | null) => void,
  everyMilliseconds: number
): LiveVersionWatch {
  let seen: number | null | undefined
  let isClosed = false
  let lastError: Error | null = null
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => void checkNow(), everyMilliseconds)
  timer.unref()
  void checkNow()

  function checkNow(): Promise<void> {
    looking = looking.then(lookOnce)
    return looking
  }

  async function lookOnce(): Promise<void> {
    if (isClosed) return
    try {
      const entry = await look()
      lastError = null
      const sequence = entry?.sequence ?? null
      if (isClosed || sequence === seen) return
      seen = sequence
      onChange(entry)
    } catch (error) {
      lastError = error as Error
    }
  }

  return {
    checkNow,
    get lastError() {
      return lastError
    },
    close() {
      isClosed = true
      clearInterval(timer)
    }
  }
}
