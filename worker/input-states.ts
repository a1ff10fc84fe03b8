/**
 * Shared state of a worker and the thread of a batch while the batch runs: for each input a stop flag and the number of
 * the call of `predict` that computes it.
 */
export interface InputStates {
  /** For the thread: see `openInputStates`. */
  readonly buffer: SharedArrayBuffer
  stop(index: number): void
  isStopped(index: number): boolean
  /** Resolves once all of them are stopped, or `end` is called. */
  whenStopped(indexes: readonly number[]): Promise<void>
  /** The number of the call that computes the input, negative once it has returned a promise; 0: none. */
  callOf(index: number): number
  begin(call: number, indexes: readonly number[]): void
  end(indexes: readonly number[]): void
}

export function createInputStates(count: number): InputStates {
  return openInputStates(new SharedArrayBuffer(2 * count * Int32Array.BYTES_PER_ELEMENT))
}

/** Opens the `buffer` of createInputStates. */
export function openInputStates(buffer: SharedArrayBuffer): InputStates {
  const count = buffer.byteLength / 2 / Int32Array.BYTES_PER_ELEMENT
  const stops = new Int32Array(buffer, 0, count)
  const calls = new Int32Array(buffer, stops.byteLength, count)
  return {
    buffer,
    stop(index) {
      Atomics.store(stops, index, 1)
      Atomics.notify(stops, index)
    },
    isStopped: index => Atomics.load(stops, index) !== 0,
    async whenStopped(indexes) {
      await Promise.all(indexes.map(index => Atomics.waitAsync(stops, index, 0).value))
    },
    callOf: index => Atomics.load(calls, index),
    begin(call, indexes) {
      for (const index of indexes) Atomics.store(calls, index, call)
    },
    end(indexes) {
      for (const index of indexes) {
        Atomics.store(calls, index, 0)
        Atomics.notify(stops, index)
      }
    }
  }
}
