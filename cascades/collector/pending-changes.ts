/*
Purpose: records what a partition has changed since its last checkpoint, and how the next checkpoint writes it. A busy partition
changes tens of thousands of cascades a second. A row for each would be too much, so there are two kinds of checkpoints:

    whole    a row and a chunk of new events for every changed cascade; deletes the journal
    in part  rows for altered cascades, chunks for ended ones, and the new events of all others in one journal segment:
             [events of cascade 'a' | events of 'b' | ...]   with their ids and counts beside it

Cascades are in sets by what differs from the database, from the smallest set to the largest:

    altered     changed since the last checkpoint by more than new events (a window, the post, the end): needs its row
    fresh       changed since the last checkpoint
    changed     differs from its row; after a checkpoint in part, the journal has what the row does not

Invariants: altered is in fresh, fresh is in changed (the flags isAltered, isFresh and isChanged say the same of each number); a
number stays in the lists after its flag is cleared, so a reader checks the flag. The journal is bounded by maxJournaledEvents.
Callers: Partition and EventTimeTimers report changes (grow, alter, forecast, growFaster, end, refuse); OwnedPartition takes them,
through Partition, for writeCheckpoint.
After a crash: changes that were not written are lost, and the records are read again. take() removes the changes from here, so
after a failed write the partition must be opened again.
*/
import type { CascadeRecord, JournalSegment, NewChunk } from '../rows/cascades.ts'
import { EVENT_BYTES } from '../rows/packed-events.ts'
import type { Changes, Ending, FastGrowth, TriggeredForecast, Unreadable } from './changes.ts'
import type { OpenCascades } from './open-cascades.ts'

/** Chunks share buffers of this size, because a separate buffer costs more than the bytes of a small chunk. */
const SLAB_BYTES = 65_536
/** This many cascades in the journal cost as much as one row and one chunk. */
const JOURNALED_PER_ROW = 8

interface JournalSettings {
  readonly maxResidentEvents: number
  readonly rowsWrittenAtOnce: number
  readonly maxJournaledEvents: number
}

/** What a partition has changed since its last checkpoint. */
export class PendingChanges {
  readonly #cascades: OpenCascades
  readonly #settings: JournalSettings
  /** Numbers of cascades that differ from their rows. Those no longer marked as changed were evicted or written. */
  #changed: number[] = []
  /** Numbers of cascades changed since the last checkpoint. */
  #fresh: number[] = []
  #freshEvents = 0
  #altered = 0
  #journaledEvents = 0
  #hasJournal = false
  /** The journal may hold events of deleted cascades. */
  #isJournalStale = false
  #forecasts: TriggeredForecast[] = []
  #growths: FastGrowth[] = []
  /** Numbers of cascades that have ended, or had events after their end. */
  #ended = new Set<number>()
  #unreadable: Unreadable[] = []
  #begun: string[] = []
  #unreadableBytes = 0

  constructor(cascades: OpenCascades, settings: JournalSettings) {
    this.#cascades = cascades
    this.#settings = settings
  }

  /** Has predictions, endings or dead letters to publish. */
  get hasEffects(): boolean {
    const count = this.#forecasts.length + this.#growths.length + this.#ended.size + this.#unreadable.length
    return count > 0
  }

  get unreadableBytes(): number {
    return this.#unreadableBytes
  }

  get hasJournal(): boolean {
    return this.#hasJournal
  }

  /** Estimates how many rows a checkpoint would write. `isWhole`: a checkpoint that ends the journal. */
  countRows(isWhole: boolean): number {
    const grown = Math.ceil((this.#fresh.length - this.#altered) / JOURNALED_PER_ROW)
    const cascades = isWhole || this.#mustBeWhole() ? this.#changed.length : this.#altered + grown
    return cascades + this.#forecasts.length + this.#ended.size + this.#unreadable.length
  }

  /** Continues from the journal that was loaded from the database. */
  resume(journal: {
    readonly changed: readonly number[]
    readonly events: number
    readonly isEmpty: boolean
  }): void {
    for (const number of journal.changed) this.#differ(number)
    this.#journaledEvents = journal.events
    this.#hasJournal = !journal.isEmpty
  }

  /** Notes a new cascade. */
  begin(cascadeId: string): void {
    this.#begun.push(cascadeId)
  }

  /** Notes that a cascade has a new event and no other change. */
  grow(number: number): void {
    this.#freshEvents++
    this.#differ(number)
    if (this.#cascades.isFresh[number]) return
    this.#cascades.isFresh[number] = 1
    this.#fresh.push(number)
  }

  /** Notes a change that the next checkpoint must write to the cascade's row. */
  alter(number: number): void {
    this.grow(number)
    if (this.#cascades.isAltered[number]) return
    this.#cascades.isAltered[number] = 1
    this.#altered++
  }

  forecast(forecast: TriggeredForecast): void {
    this.#forecasts.push(forecast)
  }

  growFaster(growth: FastGrowth): void {
    this.#growths.push(growth)
  }

  /** Notes that a cascade has ended, or had an event after its end: its outcome is published. */
  end(number: number): void {
    this.#ended.add(number)
  }

  refuse(unreadable: Unreadable): void {
    this.#unreadable.push(unreadable)
    this.#unreadableBytes += unreadable.record.value.length
  }

  /** Discards the changes of deleted cascades. `numbers`: those that were in memory. */
  forget(ids: ReadonlySet<string>, numbers: readonly number[]): void {
    for (const number of numbers) this.#ended.delete(number)
    this.#forecasts = this.#forecasts.filter(({ cascadeId }) => !ids.has(cascadeId))
    this.#growths = this.#growths.filter(({ cascadeId }) => !ids.has(cascadeId))
    // The store has removed their events from the journal, but a checkpoint in progress may add some again.
    if (numbers.length > 0) this.#isJournalStale = true
  }

  /** Takes all changes and marks them as written. `position`: the next position to read. */
  take(position: number, isWhole: boolean): Omit<Changes, 'id' | 'partition' | 'position' | 'state'> {
    // First, since an ending increments the revision in its record.
    const endings = this.#takeEndings()
    const forecasts = this.#forecasts
    const growths = this.#growths
    const unreadable = this.#unreadable
    const begun = this.#begun
    this.#forecasts = []
    this.#growths = []
    this.#unreadable = []
    this.#begun = []
    this.#unreadableBytes = 0
    const taken = isWhole || this.#mustBeWhole() ? this.#takeWhole() : this.#takeInPart(position)
    this.#freshEvents = 0
    this.#altered = 0
    return { ...taken, begun, forecasts, growths, endings, unreadable }
  }

  #differ(number: number): void {
    if (this.#cascades.isChanged[number]) return
    this.#cascades.isChanged[number] = 1
    this.#changed.push(number)
  }

  #mustBeWhole(): boolean {
    const { maxResidentEvents, rowsWrittenAtOnce, maxJournaledEvents } = this.#settings
    return (
      this.#changed.length <= rowsWrittenAtOnce ||
      this.#journaledEvents + this.#freshEvents > maxJournaledEvents ||
      // A cascade whose events are only in the journal cannot be evicted.
      this.#cascades.events.size > maxResidentEvents ||
      (this.#isJournalStale && this.#hasJournal)
    )
  }

  #takeEndings(): readonly Ending[] {
    const cascades = this.#cascades
    const endings = [...this.#ended].map(number => ({
      cascadeId: cascades.ids[number]!,
      finalSize: cascades.events.count(number),
      provenance: cascades.provenanceOf(number),
      source: cascades.sources[number]!.name,
      endedAt: cascades.endedAt[number]!,
      revision: ++cascades.revision[number]!,
      windows: cascades.windowsDone[number]!
    }))
    this.#ended = new Set()
    return endings
  }

  #takeWhole() {
    const { isChanged } = this.#cascades
    const numbers = new Set(this.#changed.filter(number => isChanged[number]))
    const endsJournal = this.#hasJournal
    this.#changed = []
    this.#fresh = []
    this.#journaledEvents = 0
    this.#hasJournal = false
    this.#isJournalStale = false
    return { ...this.#takeRecords(numbers), journal: null, endsJournal }
  }

  #takeInPart(position: number) {
    const cascades = this.#cascades
    const { isFresh, isAltered } = cascades
    // Ended cascades get a row and a chunk, so that they can be evicted.
    const ended = new Set<number>()
    const altered: CascadeRecord[] = []
    const fresh = new Set(this.#fresh.filter(number => isFresh[number]))
    this.#fresh = []
    for (const number of fresh) {
      if (cascades.isEnded(number)) ended.add(number)
      else if (isAltered[number]) altered.push(cascades.record(number))
      isFresh[number] = 0
      isAltered[number] = 0
    }
    const { records, chunks } = this.#takeRecords(ended)
    if (ended.size > 0) this.#changed = this.#changed.filter(number => cascades.isChanged[number])
    const journal = this.#takeJournal(position, fresh)
    return { records: [...records, ...altered], chunks, journal, endsJournal: false }
  }

  #takeJournal(position: number, numbers: ReadonlySet<number>): JournalSegment | null {
    const { events, ids } = this.#cascades
    const cascadeIds: string[] = []
    const counts: number[] = []
    let total = 0
    for (const number of numbers) {
      const count = events.countUnwritten(number)
      if (count === 0) continue
      cascadeIds.push(ids[number]!)
      counts.push(count)
      total += count
    }
    if (total === 0) return null
    const words = new Uint32Array((total * EVENT_BYTES) / 4)
    let at = 0
    for (const number of numbers) {
      const end = at + (events.countUnwritten(number) * EVENT_BYTES) / 4
      events.packForJournal(number, words, at)
      at = end
    }
    this.#journaledEvents += total
    this.#hasJournal = true
    return { number: position, cascadeIds, counts, bytes: new Uint8Array(words.buffer) }
  }

  #takeRecords(numbers: ReadonlySet<number>): {
    readonly records: readonly CascadeRecord[]
    readonly chunks: readonly NewChunk[]
  } {
    const cascades = this.#cascades
    const { events } = cascades
    let left = 0
    for (const number of numbers) left += events.countNew(number) * EVENT_BYTES
    const records: CascadeRecord[] = []
    const chunks: NewChunk[] = []
    let slab = new ArrayBuffer(0)
    let used = 0
    for (const number of numbers) {
      cascades.isChanged[number] = 0
      cascades.isFresh[number] = 0
      cascades.isAltered[number] = 0
      const length = events.countNew(number) * EVENT_BYTES
      if (length > 0) {
        if (used + length > slab.byteLength) {
          slab = new ArrayBuffer(Math.max(length, Math.min(SLAB_BYTES, left)))
          used = 0
        }
        events.packNew(number, new Uint32Array(slab, used, length / 4))
        const bytes = new Uint8Array(slab, used, length)
        chunks.push({ cascadeId: cascades.ids[number]!, number: cascades.chunks[number]!++, bytes })
        used += length
        left -= length
      }
      records.push(cascades.record(number))
    }
    return { records, chunks }
  }
}
