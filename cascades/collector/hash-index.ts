const FIRST_CAPACITY = 64

/**
 * Numbers filed under 32-bit hashes, any of them several times: open addressing, 8 bytes an entry, three quarters full at
 * most. The hashes are kept, so that it grows and forgets without a look at what the numbers stand for.
 */
export class HashIndex {
  /** Hash and number in turn; number 0: free. */
  #entries = new Uint32Array(2 * FIRST_CAPACITY)
  #mask = FIRST_CAPACITY - 1
  #count = 0

  get byteLength(): number {
    return this.#entries.byteLength
  }

  /** The first place that bears this hash, negative when there is none. */
  find(hash: number): number {
    return this.#seek(hash & this.#mask, hash)
  }

  /** The next one after `place`. */
  findNext(place: number, hash: number): number {
    return this.#seek((place + 1) & this.#mask, hash)
  }

  /** What is filed at a place. */
  at(place: number): number {
    return this.#entries[2 * place + 1]!
  }

  /** `number` is above zero, `hash` an unsigned word. */
  add(hash: number, number: number): void {
    if (++this.#count * 4 > (this.#mask + 1) * 3) this.#grow()
    this.#put(hash, number)
  }

  /** It must be there. What stands behind it moves up: no mark is left that later searches would have to pass. */
  remove(hash: number, number: number): void {
    const entries = this.#entries
    const mask = this.#mask
    let hole = this.find(hash)
    while (entries[2 * hole + 1] !== number) hole = this.findNext(hole, hash)
    for (let place = (hole + 1) & mask; entries[2 * place + 1] !== 0; place = (place + 1) & mask) {
      const home = entries[2 * place]! & mask
      // It may move only to a place at or after its home.
      if (((place - home) & mask) < ((place - hole) & mask)) continue
      entries[2 * hole] = entries[2 * place]!
      entries[2 * hole + 1] = entries[2 * place + 1]!
      hole = place
    }
    entries[2 * hole + 1] = 0
    this.#count--
  }

  #seek(from: number, hash: number): number {
    const entries = this.#entries
    for (let place = from; entries[2 * place + 1] !== 0; place = (place + 1) & this.#mask)
      if (entries[2 * place] === hash) return place
    return -1
  }

  #put(hash: number, number: number): void {
    const entries = this.#entries
    let place = hash & this.#mask
    while (entries[2 * place + 1] !== 0) place = (place + 1) & this.#mask
    entries[2 * place] = hash
    entries[2 * place + 1] = number
  }

  #grow(): void {
    const old = this.#entries
    this.#entries = new Uint32Array(2 * old.length)
    this.#mask = old.length - 1
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) this.#put(old[at]!, old[at + 1]!)
  }
}
