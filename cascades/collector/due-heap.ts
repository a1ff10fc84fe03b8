const FIRST_CAPACITY = 16

/** A binary heap of cascade numbers, ordered by due time. An entry may be outdated: the caller checks it. */
export class DueHeap {
  #times = new Float64Array(FIRST_CAPACITY)
  #numbers = new Uint32Array(FIRST_CAPACITY)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The earliest due time; Infinity when the heap is empty. */
  get first(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!
  }

  push(time: number, number: number): void {
    if (this.#size === this.#times.length) this.#grow()
    const times = this.#times
    const numbers = this.#numbers
    let at = this.#size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (times[parent]! <= time) break
      times[at] = times[parent]!
      numbers[at] = numbers[parent]!
      at = parent
    }
    times[at] = time
    numbers[at] = number
  }

  /** Removes the number with the earliest due time and returns it. The heap must not be empty. */
  take(): number {
    const taken = this.#numbers[0]!
    const size = --this.#size
    if (size > 0) this.#sink(this.#times[size]!, this.#numbers[size]!)
    return taken
  }

  clear(): void {
    this.#size = 0
  }

  #sink(time: number, number: number): void {
    const times = this.#times
    const numbers = this.#numbers
    let at = 0
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && times[child + 1]! < times[child]!) child++
      if (times[child]! >= time) break
      times[at] = times[child]!
      numbers[at] = numbers[child]!
      at = child
    }
    times[at] = time
    numbers[at] = number
  }

  #grow(): void {
    const capacity = 2 * this.#size
    this.#times = new Float64Array(this.#times.buffer.transfer(8 * capacity))
    this.#numbers = new Uint32Array(this.#numbers.buffer.transfer(4 * capacity))
  }
}
