import { toError } from '../ports/to-error.ts'
import type { HistoryEntry } from './model-history.ts'

export interface LiveVersionWatch {
  /** Reads the history now, as after a hint. Resolves once `onChange` was called, or when nothing changed. */
  checkNow(): Promise<void>
  /** The error of the last read; null: it succeeded. */
  readonly lastError: Error | null
  close(): void
}

/** Polls the live entry, one read at a time, and calls `onChange` when it has changed. */
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
      lastError = toError(error)
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
