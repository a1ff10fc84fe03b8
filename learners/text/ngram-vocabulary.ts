/**
 * The numbers of n-grams of up to 3 code points, in order of addition. An n-gram is packed into two words of 32 bits, so no string
 * is made. Cost of a look-up: some ns.
 */
export class NgramVocabulary {
  high: Uint32Array
  low: Uint32Array
  size = 0
  #slots: Int32Array

  constructor(capacity = 1_024) {
    this.high = new Uint32Array(capacity)
    this.low = new Uint32Array(capacity)
    this.#slots = new Int32Array(slotsFor(capacity)).fill(-1)
  }

  /** From packed n-grams, all different. Throws a TypeError if one occurs twice. */
  static from(high: Uint32Array, low: Uint32Array): NgramVocabulary {
    const vocabulary = new NgramVocabulary(Math.max(high.length, 1))
    for (let i = 0; i < high.length; i++)
      if (vocabulary.add(high[i], low[i]) !== i)
        throw new TypeError(`not a vocabulary: n-gram ${i} occurs twice`)
    return vocabulary
  }

  /** -1: it is not in the vocabulary. */
  find(high: number, low: number): number {
    return this.#slots[this.#slotOf(high, low)]
  }

  /** Adds an n-gram if it is new. Returns its number. */
  add(high: number, low: number): number {
    const slot = this.#slotOf(high, low)
    if (this.#slots[slot] >= 0) return this.#slots[slot]
    if (this.size === this.high.length) {
      this.#grow()
      return this.add(high, low)
    }
    this.high[this.size] = high
    this.low[this.size] = low
    this.#slots[slot] = this.size
    return this.size++
  }

  #slotOf(high: number, low: number): number {
    const mask = this.#slots.length - 1
    let hash = Math.imul(high, 0x85ebca6b) ^ Math.imul(low, 0xc2b2ae35)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & mask
    for (;;) {
      const at = this.#slots[slot]
      if (at < 0 || (this.high[at] === high && this.low[at] === low)) return slot
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const capacity = 2 * this.high.length
    const larger = new NgramVocabulary(capacity)
    for (let i = 0; i < this.size; i++) larger.add(this.high[i], this.low[i])
    this.high = larger.high
    this.low = larger.low
    this.#slots = larger.#slots
  }
}

function slotsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(2 * capacity))
}

/** The upper word of the n-gram of these code points, each plus 1; 0: there is none. */
export function packHigh(first: number, second: number): number {
  return ((first << 10) | (second >>> 11)) >>> 0
}

/** The lower word. */
export function packLow(second: number, third: number): number {
  return ((second << 21) | third) >>> 0
}
