import { HashIndex } from './hash-index.ts'

/** A random seed: a caller cannot choose ids that collide. */
const seed = crypto.getRandomValues(new Uint32Array(1))[0]!

/**
 * Maps a cascade's id to its number. A Map compares the text of every id that it probes, and each text is elsewhere in
 * memory. This index compares adjacent hashes, and then one text.
 */
export class CascadeNumbers {
  readonly #index = new HashIndex()
  /** Ids by number. The owner changes this list. */
  readonly #ids: readonly string[]
  #size = 0

  constructor(ids: readonly string[]) {
    this.#ids = ids
  }

  get size(): number {
    return this.#size
  }

  get(id: string): number | undefined {
    const index = this.#index
    const hash = hashId(id)
    for (let found = index.find(hash); found >= 0; found = index.findNext(found, hash)) {
      const number = index.at(found) - 1
      if (this.#ids[number] === id) return number
    }
    return undefined
  }

  /** The id of this number must not be in the index yet. */
  add(number: number): void {
    this.#index.add(hashId(this.#ids[number]!), number + 1)
    this.#size++
  }

  /** The number must be in the index, and must still have its id. */
  remove(number: number): void {
    this.#index.remove(hashId(this.#ids[number]!), number + 1)
    this.#size--
  }
}

/** Murmur3 mixing over UTF-16 units. */
function hashId(id: string): number {
  let hash = seed ^ id.length
  for (let at = 0; at < id.length; at++) {
    const unit = Math.imul(id.charCodeAt(at), 0xcc9e2d51)
    hash = Math.imul(hash ^ ((unit << 15) | (unit >>> 17)), 0x85ebca6b)
    hash = (hash << 13) | (hash >>> 19)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
