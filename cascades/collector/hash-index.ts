const FIRST_CAPACITY = 64

/**
 * A hash table from 32-bit hashes to numbers; a hash may have several. Open addressing, 8 bytes for each entry, maximum
 * load 3/4. The table stores the hashes, so it grows and removes without the keys.
 */
export class HashIndex {
  /** Pairs of hash and number; number 0: the slot is free. */
  #entries = new Uint32Array(2 * FIRST_CAPACITY)
  #mask = FIRST_CAPACITY - 1
  #count = 0

  get byteLength(): number {
    return this.#entries.byteLength
  }

  /** The first slot with this hash; negative when there is none. */
  find(hash: number): number {
    return this.#seek(hash & this.#mask, hash)
  }

  /** The next slot with this hash after `place`; negative when there is none. */
  findNext(place: number, hash: number): number {
    return this.#seek((place + 1) & this.#mask, hash)
  }

  /** The number in a slot. */
  at(place: number): number {
    return this.#entries[2 * place + 1]!
  }

  /** `number` must be above zero, `hash` an unsigned 32-bit integer. */
  add(hash: number, number: number): void {
    if (++this.#count * 4 > (this.#mask + 1) * 3) this.#grow()
    this.#put(hash, number)
  }

  /** The entry must exist. Later entries move up (backward-shift deletion), so no tombstone is left. */
  remove(hash: number, number: number): void {
    const entries = this.#entries
    const mask = this.#mask
    let hole = this.find(hash)
    while (entries[2 * hole + 1] !== number) hole = this.findNext(hole, hash)
    for (let place = (hole + 1) & mask; entries[2 * place + 1] !== 0; place = (place + 1) & mask) {
      const home = entries[2 * place]! & mask
      // An entry may not move in front of its home slot.
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
