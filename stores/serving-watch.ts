import type { HistoryEntry } from './model-history.ts'

export interface ServingWatch {
  /** Looks now (a hint came). Resolves when the callback has been called, or there was nothing new. */
  poke(): Promise<void>
  /** Why the last look failed, null when it did not. */
  readonly lastError: Error | null
  close(): void
}

/** Looks every so often, one look at a time, and calls back when the serving entry is another one. */
export function startServingWatch(
  look: () => Promise<HistoryEntry | null>,
  onChange: (entry: HistoryEntry | null) => void,
  everyMilliseconds: number
): ServingWatch {
  let seen: number | null | undefined
  let isClosed = false
  let lastError: Error | null = null
  let looking: Promise<void> = Promise.resolve()
  const timer = setInterval(() => void poke(), everyMilliseconds)
  timer.unref()
  void poke()

  function poke(): Promise<void> {
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
    poke,
    get lastError() {
      return lastError
    },
    close() {
      isClosed = true
      clearInterval(timer)
    }
  }
}
