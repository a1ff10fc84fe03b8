import { HashIndex } from './hash-index.ts'

/** Nobody outside can tell which ids fall on the same hash. */
const seed = crypto.getRandomValues(new Uint32Array(1))[0]!

/**
 * Which number a cascade has, by its id. A Map would look at the text of every id it passes on its way, each somewhere
 * else in memory; this looks at hashes that lie side by side, and at one text.
 */
export class CascadeNumbers {
  readonly #index = new HashIndex()
  /** By number; those of the owner. */
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

  /** Its id must not be there yet. */
  add(number: number): void {
    this.#index.add(hashId(this.#ids[number]!), number + 1)
    this.#size++
  }

  /** It must be there, and still bear its id. */
  remove(number: number): void {
    this.#index.remove(hashId(this.#ids[number]!), number + 1)
    this.#size--
  }
}

/** Murmur3's mixing over UTF-16 units. */
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
