import { EVENT_BYTES } from '../stores/packed-events.ts'
import { hashEventId } from './event-hash.ts'

const FIRST_CAPACITY = 8
// Up to here looking through all hashes is faster, and smaller, than a table.
const MOST_WITHOUT_TABLE = 24

/**
 * The distinct events of one cascade in order of arrival, packed: 24 bytes an event, and 4 to 8 more for a table of ids
 * once there are many. What was added since `mark` is a slice of the bytes: that is what a checkpoint writes.
 */
export class EventLog {
  #bytes: ArrayBuffer
  #numbers: Float64Array
  #words: Uint32Array
  #count = 0
  /** Open addressing over positions + 1; null while the log is short. */
  #table: Uint32Array | null = null

  constructor(packed: readonly Uint8Array[] = []) {
    const count = packed.reduce((sum, chunk) => sum + chunk.byteLength, 0) / EVENT_BYTES
    this.#bytes = new ArrayBuffer(Math.max(FIRST_CAPACITY, count) * EVENT_BYTES)
    this.#numbers = new Float64Array(this.#bytes)
    this.#words = new Uint32Array(this.#bytes)
    const whole = new Uint8Array(this.#bytes)
    let offset = 0
    for (const chunk of packed) {
      whole.set(chunk, offset)
      offset += chunk.byteLength
    }
    this.#count = count
    if (count > MOST_WITHOUT_TABLE) this.#index()
  }

  get count(): number {
    return this.#count
  }

  /** What it takes of memory. */
  get byteLength(): number {
    return this.#bytes.byteLength + (this.#table?.byteLength ?? 0)
  }

  /** False, and nothing is added, when an event of this id is there. */
  add(eventId: string, time: number, magnitude: number): boolean {
    const position = this.#count
    if (position * EVENT_BYTES === this.#bytes.byteLength) this.#grow()
    const word = position * 6 + 4
    // Written where the next event belongs; it counts only once it is known to be new.
    hashEventId(eventId, this.#words, word)
    if (this.#has(this.#words[word]!, this.#words[word + 1]!)) return false
    this.#numbers[position * 3] = time
    this.#numbers[position * 3 + 1] = magnitude
    this.#count++
    if (this.#table) this.#insert(position)
    else if (this.#count > MOST_WITHOUT_TABLE) this.#index()
    return true
  }

  /** Whether an event of this id is there. */
  has(eventId: string): boolean {
    const hashes = new Uint32Array(2)
    hashEventId(eventId, hashes, 0)
    return this.#has(hashes[0]!, hashes[1]!)
  }

  time(position: number): number {
    return this.#numbers[position * 3]!
  }

  magnitude(position: number): number {
    return this.#numbers[position * 3 + 1]!
  }

  /** A copy of the events from position `from` on. */
  pack(from: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.slice(from * EVENT_BYTES, this.#count * EVENT_BYTES))
  }

  #has(low: number, high: number): boolean {
    const words = this.#words
    const table = this.#table
    if (table === null) {
      for (let word = 4, end = this.#count * 6; word < end; word += 6)
        if (words[word] === low && words[word + 1] === high) return true
      return false
    }
    const mask = table.length - 1
    for (let slot = low & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
      const word = (table[slot]! - 1) * 6 + 4
      if (words[word] === low && words[word + 1] === high) return true
    }
    return false
  }

  #insert(position: number): void {
    const table = this.#table!
    if (this.#count * 4 > table.length * 3) {
      this.#index()
      return
    }
    const mask = table.length - 1
    let slot = this.#words[position * 6 + 4]! & mask
    while (table[slot] !== 0) slot = (slot + 1) & mask
    table[slot] = position + 1
  }

  #index(): void {
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(this.#count * 2)))
    for (let position = 0; position < this.#count; position++) this.#insert(position)
  }

  #grow(): void {
    const capacity = this.#bytes.byteLength / EVENT_BYTES
    const larger = new ArrayBuffer((capacity + Math.max(FIRST_CAPACITY, capacity >> 1)) * EVENT_BYTES)
    new Uint8Array(larger).set(new Uint8Array(this.#bytes))
    this.#bytes = larger
    this.#numbers = new Float64Array(larger)
    this.#words = new Uint32Array(larger)
  }
}
