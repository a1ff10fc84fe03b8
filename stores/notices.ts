/** Tells things within one process, at once; other processes look at the rows. A listener's error is its own. */
export interface Notice<Value> {
  tell(value: Value): void
  /** Returns the way to stop listening. */
  listen(listener: (value: Value) => void): () => void
}

/** Asked for several times within this time, it is done once, at its end. */
export function gather(milliseconds: number, work: () => void): () => void {
  let isAsked = false
  return () => {
    if (isAsked) return
    isAsked = true
    setTimeout(() => {
      isAsked = false
      work()
    }, milliseconds)
  }
}

export function buildNotice<Value>(): Notice<Value> {
  const listeners = new Set<(value: Value) => void>()
  return {
    tell(value) {
      for (const listener of listeners) listener(value)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
