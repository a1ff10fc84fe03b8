import type { StreamEvent } from '../../ports/messages.ts'
import { type Cascades, type DueCascade, listJournaled } from '../rows/cascades.ts'
import type { OpenCascades } from './open-cascades.ts'
import type { Source } from './sources.ts'

/** The store of the cascades that are not in memory. */
export type CascadeStore = Pick<Cascades, 'load' | 'due' | 'firstDue' | 'journal'>

// Rows in one page of due cascades.
const DUE_PAGE = 1_000

/** Loads a partition's cascades from the store into memory, and evicts them. */
export class CascadeCache {
  readonly #partition: number
  readonly #cascades: OpenCascades
  readonly #cascadeStore: CascadeStore
  readonly #forgotten = new Set<string>()
  /** Numbers of ended cascades that are still in memory. */
  readonly #settled = new Set<number>()
  /** The number at which the search for the least recently used cascade continues. */
  #hand = 0

  constructor(partition: number, cascades: OpenCascades, cascadeStore: CascadeStore) {
    this.#partition = partition
    this.#cascades = cascades
    this.#cascadeStore = cascadeStore
  }

  isForgotten(id: string): boolean {
    // The set is mostly empty, and a lookup hashes the id.
    return this.#forgotten.size > 0 && this.#forgotten.has(id)
  }

  /** Marks an ended cascade: it is evicted once it is written. */
  settle(number: number): void {
    this.#settled.add(number)
  }

  /** Removes a deleted cascade from memory. Returns its number, or undefined if it was not in memory. */
  forget(id: string): number | undefined {
    this.#forgotten.add(id)
    const number = this.#cascades.numberOf(id)
    if (number !== undefined) this.#release(number)
    return number
  }

  /** Ids of the cascades that are not in memory, in the messages from index `from` on. */
  listMissing(messages: readonly StreamEvent[], from: number): readonly string[] {
    const missing = new Set<string>()
    for (let index = from; index < messages.length; index++) {
      const message = messages[index]!
      if (message.is === 'event' && this.#isMissing(message.cascadeId)) missing.add(message.cascadeId)
    }
    return [...missing]
  }

  /**
   * Loads these cascades from the store, unless they are in memory. Ids that the store does not know are ignored. Returns the
   * numbers of the loaded cascades.
   */
  async fetch(ids: readonly string[], sourceOf: (name: string) => Source): Promise<readonly number[]> {
    const cascades = this.#cascades
    const missing = ids.filter(id => this.#isMissing(id))
    if (missing.length === 0) return []
    const loaded: number[] = []
    for (const stored of await this.#cascadeStore.load(missing)) {
      if (stored.record === null) {
        this.#forgotten.add(stored.id)
        continue
      }
      const number = cascades.restore(
        stored.record,
        stored.chunks,
        sourceOf(stored.record.source),
        stored.forecast
      )
      if (cascades.isEnded(number)) this.settle(number)
      cascades.schedule(number)
      loaded.push(number)
    }
    return loaded
  }

  /**
   * Loads the cascades of the partition's journal into memory, with the events that their chunks lack.
   * Returns their numbers, which may repeat, and the count of these events.
   */
  async replayJournal(
    sourceOf: (name: string) => Source
  ): Promise<{ readonly changed: readonly number[]; readonly events: number; readonly isEmpty: boolean }> {
    const segments = await this.#cascadeStore.journal(this.#partition)
    const ids = new Set(segments.flatMap(({ cascadeIds }) => cascadeIds))
    await this.fetch([...ids], sourceOf)
    const changed: number[] = []
    let events = 0
    for (const segment of segments)
      for (const [id, packed] of listJournaled(segment)) {
        const number = this.#cascades.numberOf(id)
        // The cascade was deleted, or swept after its end.
        if (number === undefined) continue
        const added = this.#cascades.replay(number, packed)
        events += added
        if (added === 0) continue
        changed.push(number)
        this.#cascades.schedule(number)
      }
    return { changed, events, isEmpty: segments.length === 0 }
  }

  /**
   * Loads the due cascades of a source. Skips those in memory, because their rows are outdated. Returns the numbers of those
   * that have nothing to do yet: their rows need the time at which they have.
   */
  async fetchDue(source: Source, sourceOf: (name: string) => Source): Promise<readonly number[]> {
    const { name, timeline } = source
    const { passed } = timeline
    const firstDue = await this.#cascadeStore.firstDue(this.#partition, passed)
    // Set before the first page: an eviction in between lowers it.
    source.storedDue = firstDue.get(name) ?? Number.POSITIVE_INFINITY
    const early: number[] = []
    try {
      let page: readonly DueCascade[] = []
      do {
        const after = page.at(-1) ?? null
        page = await this.#cascadeStore.due(this.#partition, name, passed, { after, limit: DUE_PAGE })
        const loaded = await this.fetch(
          page.map(each => each.id),
          sourceOf
        )
        for (const number of loaded) {
          if (this.#cascades.dueAt(number) <= passed) continue
          this.#cascades.extra.noteCheck(number, passed)
          early.push(number)
        }
      } while (page.length === DUE_PAGE)
      return early
    } catch (error) {
      source.storedDue = Math.min(source.storedDue, passed)
      throw error
    }
  }

  /** Evicts ended cascades, and the least recently used ones while there are more events than `maxEvents`. */
  evict(maxEvents: number): void {
    const cascades = this.#cascades
    for (const number of this.#settled) if (!cascades.isChanged[number]) this.#release(number)
    // Second-chance algorithm: a cascade that was used since the last pass is skipped once.
    for (let left = cascades.ids.length; left > 0 && cascades.events.size > maxEvents; left--) {
      this.#hand = (this.#hand + 1) % cascades.ids.length
      const number = this.#hand
      if (cascades.ids[number] === '' || cascades.isChanged[number]) continue
      if (cascades.isTouched[number]) cascades.isTouched[number] = 0
      else this.#evictOne(number)
    }
  }

  #isMissing(id: string): boolean {
    return this.#cascades.numberOf(id) === undefined && !this.isForgotten(id)
  }

  #evictOne(number: number): void {
    const source = this.#cascades.sources[number]!
    source.storedDue = Math.min(source.storedDue, this.#cascades.neededAt(number))
    this.#release(number)
  }

  #release(number: number): void {
    this.#settled.delete(number)
    this.#cascades.release(number)
  }
}
