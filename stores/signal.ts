/** Tells things within one process, at once; other processes look at the rows. A listener's error is its own. */
export interface Signal<Value> {
  emit(value: Value): void
  /** Returns the way to stop listening. */
  subscribe(listener: (value: Value) => void): () => void
}

/** Asked for several times within this time, it is done once, at its end. */
export function debounce(milliseconds: number, work: () => void): () => void {
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

export function buildSignal<Value>(): Signal<Value> {
  const listeners = new Set<(value: Value) => void>()
  return {
    emit(value) {
      for (const listener of listeners) listener(value)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
  }
}
