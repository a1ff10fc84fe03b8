/** Notifies subscribers within one process, synchronously. Listeners must not throw. */
export interface Signal<Value> {
  emit(value: Value): void
  /** Returns a function that unsubscribes. */
  subscribe(listener: (value: Value) => void): () => void
}

/** Returns a function that runs `work` once for all calls within this time, at its end. */
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
