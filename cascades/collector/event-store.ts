/*
Purpose: stores the events of all cascades of a partition, millions of them, in a few typed arrays that never move an event. An
owner is a cascade's number. The store detects duplicate events and copies out the events that are not in the database yet.
Each event takes 24 bytes, and 2 for links and 11 to 21 for the index of ids.

Events lie in blocks of 4, and the blocks of an owner form a chain. A place names an event: place 6 is event 2 of block 1.

    chain of owner 7        FIRST = 1   LAST = 4   COUNT = 6   PACKED = 4 (in block 1)   JOURNALED = 5 (in block 4)

      block 1  [e0 e1 e2 e3] --next--> block 4  [e4 e5 .. ..] --next--> 0 (none)
                           ^ packed                ^ journaled
      index:  hash(owner 7, id of e2) -> place 6     (open addressing, hash-index.ts)

Two marks divide a chain: events before PACKED are in a chunk in the database, events before JOURNALED are in a chunk or in the
journal, and the rest are only in memory. A checkpoint moves the marks (pending-changes.ts).

Invariants: PACKED <= JOURNALED <= COUNT; an owner has no two events with the same 64-bit hash of their ids; block 0 is never
used, so that 0 can mean none; a place stays valid until its owner is dropped.
Callers: OpenCascades adds, restores and drops; PendingChanges packs; observation.ts reads.
After a crash: nothing remains. load() restores the chunks of the database, replay() the journal's events, and the collector
reads the others from the topic again.
*/
import { hashText } from '../../learners/text-hash.ts'
import { EVENT_BYTES, toMagnitude, UNKNOWN_MAGNITUDE } from '../rows/packed-events.ts'
import { HashIndex } from './hash-index.ts'

/** Events in a block, the smallest unit of a chain. */
const BLOCK = 4
const BLOCK_WORDS = (BLOCK * EVENT_BYTES) / 4
const FIRST_BLOCKS = 64
const FIRST_OWNERS = 16

/** The words of a chain, see above. A mark takes two words: a count of events, and the block of the last of them. */
const CHAIN = 7
const FIRST = 0
const LAST = 1
const COUNT = 2
const PACKED = 3
const JOURNALED = 5

/** The distinct events of many owners, for each owner in order of arrival. */
export class EventStore {
  /** Blocks of events in the layout of cascades/rows/packed-events.ts; block 0 means none. */
  #numbers = new Float64Array((FIRST_BLOCKS * BLOCK_WORDS) / 2)
  #words = new Uint32Array(this.#numbers.buffer)
  /** By block: the next block of its chain, or of the free list. */
  #next = new Uint32Array(FIRST_BLOCKS)
  #owners = new Uint32Array(FIRST_BLOCKS)
  #blocks = 1
  #free = 0
  #chains = new Uint32Array(FIRST_OWNERS * CHAIN)
  readonly #index = new HashIndex()
  readonly #hashes = new Uint32Array(2)
  #size = 0

  /** Events of all owners. */
  get size(): number {
    return this.#size
  }

  /** Bytes of memory in use. */
  get byteLength(): number {
    const { byteLength } = this.#index
    return (
      this.#words.byteLength +
      this.#next.byteLength +
      this.#owners.byteLength +
      this.#chains.byteLength +
      byteLength
    )
  }

  count(owner: number): number {
    return this.#chains[owner * CHAIN + COUNT] ?? 0
  }

  /** Adds an event. Returns false, and adds nothing, when the owner has an event with this id. */
  add(owner: number, eventId: string, time: number, magnitude: number | null): boolean {
    hashText(eventId, this.#hashes, 0)
    const low = this.#hashes[0]!
    const high = this.#hashes[1]!
    const hash = mix(owner, low)
    if (this.#find(hash, owner, low, high)) return false
    const place = this.#extend(owner)
    this.#numbers[place * 3] = time
    this.#numbers[place * 3 + 1] = magnitude ?? UNKNOWN_MAGNITUDE
    this.#words[place * 6 + 4] = low
    this.#words[place * 6 + 5] = high
    this.#index.add(hash, place)
    return true
  }

  /** Whether the owner has an event with this id. */
  has(owner: number, eventId: string): boolean {
    hashText(eventId, this.#hashes, 0)
    const low = this.#hashes[0]!
    const high = this.#hashes[1]!
    return this.#find(mix(owner, low), owner, low, high)
  }

  /** The place of the owner's first event. The owner must have an event. */
  first(owner: number): number {
    return this.#chains[owner * CHAIN + FIRST]! * BLOCK
  }

  /** The place of the owner's next event after `place`. There must be one. */
  after(place: number): number {
    return (place + 1) % BLOCK === 0 ? this.#next[(place - BLOCK + 1) / BLOCK]! * BLOCK : place + 1
  }

  time(place: number): number {
    return this.#numbers[place * 3]!
  }

  /** Null: unknown. */
  magnitude(place: number): number | null {
    return toMagnitude(this.#numbers[place * 3 + 1]!)
  }

  /** Counts the owner's events that `packNew` has not copied yet. */
  countNew(owner: number): number {
    const chain = owner * CHAIN
    return this.#chains[chain + COUNT]! - this.#chains[chain + PACKED]!
  }

  /** Copies the owner's events that are not packed yet to `into`, and marks them as packed. `into` must have room for them. */
  packNew(owner: number, into: Uint32Array): void {
    this.#copySince(owner, PACKED, into, 0)
    this.#mark(owner, PACKED)
    this.#mark(owner, JOURNALED)
  }

  /** Counts the owner's events that neither `packNew` nor `packForJournal` has copied yet. */
  countUnwritten(owner: number): number {
    const chain = owner * CHAIN
    return this.#chains[chain + COUNT]! - this.#chains[chain + JOURNALED]!
  }

  /** Copies the unwritten events to `into`, from word `at` on. `packNew` still copies them later. */
  packForJournal(owner: number, into: Uint32Array, at: number): void {
    this.#copySince(owner, JOURNALED, into, at)
    this.#mark(owner, JOURNALED)
  }

  #copySince(owner: number, mark: typeof PACKED | typeof JOURNALED, into: Uint32Array, to: number): void {
    const chain = owner * CHAIN
    const words = this.#words
    const from = this.#chains[chain + mark]!
    const count = this.#chains[chain + COUNT]!
    let block = this.#chains[chain + mark + 1]!
    if (from % BLOCK === 0) block = block === 0 ? this.#chains[chain + FIRST]! : this.#next[block]!
    for (let number = from, at = to; number < count; ) {
      const start = number % BLOCK
      const end = Math.min(BLOCK, start + count - number)
      const base = block * BLOCK_WORDS
      for (let word = base + start * 6; word < base + end * 6; word++) into[at++] = words[word]!
      number += end - start
      if (number < count) block = this.#next[block]!
    }
  }

  /** Moves the mark behind the owner's last event. */
  #mark(owner: number, mark: typeof PACKED | typeof JOURNALED): void {
    const chain = owner * CHAIN
    this.#chains[chain + mark] = this.#chains[chain + COUNT]!
    this.#chains[chain + mark + 1] = this.#chains[chain + LAST]!
  }

  /** Adds the events of packed chunks to an owner without events, in their order, and marks them as packed. */
  load(owner: number, chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) {
      const words = new Uint32Array(chunk.byteLength / 4)
      new Uint8Array(words.buffer).set(chunk)
      for (let word = 0; word < words.length; word += 6) {
        const place = this.#extend(owner)
        this.#words.set(words.subarray(word, word + 6), place * 6)
        this.#index.add(mix(owner, words[word + 4]!), place)
      }
    }
    this.#mark(owner, PACKED)
    this.#mark(owner, JOURNALED)
  }

  /** Adds the journal's events that the owner lacks, and marks them as journaled. Returns their count. */
  replay(owner: number, bytes: Uint8Array): number {
    const words = new Uint32Array(bytes.byteLength / 4)
    new Uint8Array(words.buffer).set(bytes)
    let added = 0
    for (let word = 0; word < words.length; word += 6) {
      const low = words[word + 4]!
      const hash = mix(owner, low)
      if (this.#find(hash, owner, low, words[word + 5]!)) continue
      const place = this.#extend(owner)
      this.#words.set(words.subarray(word, word + 6), place * 6)
      this.#index.add(hash, place)
      added++
    }
    this.#mark(owner, JOURNALED)
    return added
  }

  /** Removes the owner's events. The owner's number can then be reused. */
  drop(owner: number): void {
    const count = this.count(owner)
    if (count === 0) return
    let place = this.first(owner)
    for (let left = count; left > 0; left--) {
      this.#index.remove(mix(owner, this.#words[place * 6 + 4]!), place)
      if (left > 1) place = this.after(place)
    }
    const chain = owner * CHAIN
    this.#next[this.#chains[chain + LAST]!] = this.#free
    this.#free = this.#chains[chain + FIRST]!
    this.#chains.fill(0, chain, chain + CHAIN)
    this.#size -= count
  }

  #find(hash: number, owner: number, low: number, high: number): boolean {
    const index = this.#index
    for (let found = index.find(hash); found >= 0; found = index.findNext(found, hash)) {
      const place = index.at(found)
      if (this.#words[place * 6 + 4] !== low || this.#words[place * 6 + 5] !== high) continue
      if (this.#owners[Math.floor(place / BLOCK)] === owner) return true
    }
    return false
  }

  /** Appends an empty event to the owner's chain and returns its place. */
  #extend(owner: number): number {
    const chain = owner * CHAIN
    if (chain >= this.#chains.length)
      this.#chains = new Uint32Array(this.#chains.buffer.transfer(8 * (chain + CHAIN)))
    const count = this.#chains[chain + COUNT]!
    if (count % BLOCK === 0) {
      const block = this.#takeBlock(owner)
      if (count === 0) this.#chains[chain + FIRST] = block
      else this.#next[this.#chains[chain + LAST]!] = block
      this.#chains[chain + LAST] = block
    }
    this.#chains[chain + COUNT] = count + 1
    this.#size++
    return this.#chains[chain + LAST]! * BLOCK + (count % BLOCK)
  }

  #takeBlock(owner: number): number {
    let block = this.#free
    if (block !== 0) this.#free = this.#next[block]!
    else {
      block = this.#blocks++
      if (block === this.#next.length) this.#grow()
    }
    this.#next[block] = 0
    this.#owners[block] = owner
    return block
  }

  #grow(): void {
    const blocks = this.#next.length + (this.#next.length >> 2)
    this.#numbers = new Float64Array(this.#numbers.buffer.transfer(blocks * BLOCK * EVENT_BYTES))
    this.#words = new Uint32Array(this.#numbers.buffer)
    this.#next = new Uint32Array(this.#next.buffer.transfer(blocks * 4))
    this.#owners = new Uint32Array(this.#owners.buffer.transfer(blocks * 4))
  }
}

/** Hashes the id together with the owner: many owners have the same event ids, such as row numbers. */
function mix(owner: number, low: number): number {
  return (low ^ Math.imul(owner + 1, 0x9e3779b1)) >>> 0
}
