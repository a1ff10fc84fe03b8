/** A binary heap of things by the time they are due. An entry may be outdated: whoever takes it looks at the thing. */
export class DueHeap<Thing> {
  readonly #times: number[] = []
  readonly #things: Thing[] = []

  get size(): number {
    return this.#times.length
  }

  /** Infinity when empty. */
  get first(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY
  }

  push(time: number, thing: Thing): void {
    const times = this.#times
    const things = this.#things
    let at = times.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (times[parent]! <= time) break
      times[at] = times[parent]!
      things[at] = things[parent]!
      at = parent
    }
    times[at] = time
    things[at] = thing
  }

  /** Takes the first one. The heap must not be empty. */
  take(): Thing {
    const times = this.#times
    const things = this.#things
    const taken = things[0]!
    const time = times.pop()!
    const thing = things.pop()!
    if (times.length > 0) this.#sink(time, thing)
    return taken
  }

  #sink(time: number, thing: Thing): void {
    const times = this.#times
    const things = this.#things
    let at = 0
    for (let child = 1; child < times.length; child = 2 * at + 1) {
      if (child + 1 < times.length && times[child + 1]! < times[child]!) child++
      if (times[child]! >= time) break
      times[at] = times[child]!
      things[at] = things[child]!
      at = child
    }
    times[at] = time
    things[at] = thing
  }
}
