import type { StreamEvent } from '../../ports/messages.ts'
import { type Cascades, type DueCascade, listJournaled } from '../rows/cascades.ts'
import type { OpenCascades } from './open-cascades.ts'
import type { Source } from './sources.ts'

/** Where cascades are that are not in memory. */
export type CascadeStore = Pick<Cascades, 'load' | 'due' | 'firstDue' | 'journal'>

// Rows that are read at once when things in the store fall due.
const DUE_PAGE = 1_000

/** Which of a partition's cascades are in memory: brings them from the store, and lets them go there. */
export class CascadeCache {
  readonly #partition: number
  readonly #cascades: OpenCascades
  readonly #cascadeStore: CascadeStore
  readonly #forgotten = new Set<string>()
  /** Ended and still in memory, by number. */
  readonly #settled = new Set<number>()
  /** Where the look for the least used continues. */
  #hand = 0

  constructor(partition: number, cascades: OpenCascades, cascadeStore: CascadeStore) {
    this.#partition = partition
    this.#cascades = cascades
    this.#cascadeStore = cascadeStore
  }

  isForgotten(id: string): boolean {
    // Mostly there is none, and a look would cost the hash of the id.
    return this.#forgotten.size > 0 && this.#forgotten.has(id)
  }

  /** Ended: it may go once it is written. */
  settle(number: number): void {
    this.#settled.add(number)
  }

  /** Deleted: memory holds no more of it than the store. The number it had, if it was in memory. */
  forget(id: string): number | undefined {
    this.#forgotten.add(id)
    const number = this.#cascades.numberOf(id)
    if (number !== undefined) this.#release(number)
    return number
  }

  /** The cascades that messages from `from` on speak of and that are not in memory. */
  listMissing(messages: readonly StreamEvent[], from: number): readonly string[] {
    const missing = new Set<string>()
    for (let index = from; index < messages.length; index++) {
      const message = messages[index]!
      if (message.is === 'event' && this.#isMissing(message.cascadeId)) missing.add(message.cascadeId)
    }
    return [...missing]
  }

  /** Brings those of these that are in the store into memory, where they are not. */
  async fetch(ids: readonly string[], sourceOf: (name: string) => Source): Promise<void> {
    const cascades = this.#cascades
    const missing = ids.filter(id => this.#isMissing(id))
    if (missing.length === 0) return
    for (const stored of await this.#cascadeStore.load(missing)) {
      if (stored.record === null) {
        this.#forgotten.add(stored.id)
        continue
      }
      const number = cascades.restore(stored.record, stored.chunks, sourceOf(stored.record.source))
      if (cascades.isEnded(number)) this.settle(number)
      cascades.schedule(number)
    }
  }

  /**
   * Brings the cascades that the partition's journal speaks of into memory, with the events it holds beyond their chunks.
   * Their numbers, each perhaps several times, and how many events there were.
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
        // Deleted since, or swept away after its end.
        if (number === undefined) continue
        const added = this.#cascades.replay(number, packed)
        events += added
        if (added === 0) continue
        changed.push(number)
        this.#cascades.schedule(number)
      }
    return { changed, events, isEmpty: segments.length === 0 }
  }

  /** Brings what is due into memory. The rows of those in memory are older than they are: these are passed over. */
  async fetchDue(source: Source, sourceOf: (name: string) => Source): Promise<void> {
    const { name, timeline } = source
    const { passed } = timeline
    const firstDue = await this.#cascadeStore.firstDue(this.#partition, passed)
    // From here on what leaves memory again lowers it.
    source.storedDue = firstDue.get(name) ?? Number.POSITIVE_INFINITY
    try {
      let page: readonly DueCascade[] = []
      do {
        const after = page.at(-1) ?? null
        page = await this.#cascadeStore.due(this.#partition, name, passed, { after, limit: DUE_PAGE })
        await this.fetch(
          page.map(each => each.id),
          sourceOf
        )
      } while (page.length === DUE_PAGE)
    } catch (error) {
      source.storedDue = Math.min(source.storedDue, passed)
      throw error
    }
  }

  /** Lets go of ended cascades, and of the least used while there are more events than `maxEvents`. */
  evict(maxEvents: number): void {
    const cascades = this.#cascades
    for (const number of this.#settled) if (!cascades.isChanged[number]) this.#release(number)
    // Second chance: who was used since the last look is passed over once.
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
    source.storedDue = Math.min(source.storedDue, this.#cascades.dueAt(number))
    this.#release(number)
  }

  #release(number: number): void {
    this.#settled.delete(number)
    this.#cascades.release(number)
  }
}
