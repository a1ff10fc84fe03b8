/*
Purpose: processes one partition of the events topic. Records go in, in their order; Changes come out, which writeCheckpoint
writes in one transaction with the position. It does no I/O except through its cascade store and its router.

    records --> Router: does the cascade live in this partition? else forward the event
            --> CascadeCache: load the cascades that are not in memory
            --> #takeEvent: OpenCascades (add, drop duplicates), Timeline (move the watermark)
            --> EventTimeTimers: fire the timers that the watermark has passed (forecasts, ends)
            --> PendingChanges --takeChanges--> checkpoint

Invariants: the changes depend only on the records and watermarks in their order, so the same records from the same checkpoint
make the same changes; the position moves before anything is awaited, since a checkpoint may come in between; a record below
the position was applied already and is skipped.
Caller: OwnedPartition, one call at a time (apply, advance, noteForecasts, forget, takeChanges, evict).
After a crash: nothing remains. open() starts from the last checkpoint's state, rows and journal; the caller applies the records
after its position again.
*/
import { randomUUID } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import { findAheadFault } from '../../ports/event-time.ts'
import type { CascadeEvent, StreamEvent } from '../../ports/messages.ts'
import type { StreamRecord } from '../../ports/stream.ts'
import type { NotedForecast } from '../rows/cascades.ts'
import { CascadeCache } from './cascade-cache.ts'
import type { Changes, PartitionState } from './changes.ts'
import { type CounterName, type Counters, noCounters, type Refusal } from './counters.ts'
import { EventTimeTimers } from './event-time-timers.ts'
import { GrowthWatch } from './growth-watch.ts'
import { OpenCascades } from './open-cascades.ts'
import type { PartitionParts, PartitionSettings } from './partition-settings.ts'
import { PendingChanges } from './pending-changes.ts'
import { readRecord } from './read-record.ts'
import { digestOfRecord } from './record-digest.ts'
import { Router } from './router.ts'
import { type Source, Sources } from './sources.ts'
import type { Timeline } from './timeline.ts'

/** The cascades of one partition: records in, Changes out. */
export class Partition {
  readonly number: number
  readonly #settings: PartitionSettings
  readonly #clock: Clock
  readonly #cascades: OpenCascades
  readonly #cache: CascadeCache
  readonly #router: Router
  readonly #sources: Sources
  readonly #pending: PendingChanges
  readonly #timers: EventTimeTimers
  readonly #counters: Counters
  readonly #growth: GrowthWatch
  #position: number
  /** The last record read; its digest is computed with the next checkpoint. */
  #last: StreamRecord | null = null
  #digest: string | null
  /** Has read beyond the last checkpoint. */
  #isAhead = false
  readonly #sourceOf = (name: string) => this.#sources.of(name, this.#clock.monotonic())

  private constructor(
    number: number,
    { settings, cascadeStore, clock, routing, hasRoom }: PartitionParts,
    position: number,
    state: PartitionState | null,
    firstDue: ReadonlyMap<string, number>
  ) {
    this.number = number
    this.#settings = settings
    this.#clock = clock
    this.#cascades = new OpenCascades(number, settings)
    this.#cache = new CascadeCache(number, this.#cascades, cascadeStore)
    this.#router = new Router(number, routing)
    this.#sources = new Sources(settings)
    this.#pending = new PendingChanges(this.#cascades, settings)
    this.#position = position
    this.#digest = state?.digest ?? null
    this.#counters = { ...noCounters(), ...state?.counters }
    this.#growth = new GrowthWatch(this.#cascades, this.#pending, this.#counters)
    this.#timers = new EventTimeTimers(this.#cascades, this.#cache, this.#pending, this.#counters, {
      clock,
      hasRoom
    })
    for (const [name, timeline] of Object.entries(state?.timelines ?? {}))
      this.#sources.of(name, clock.monotonic(), timeline)
    for (const [name, due] of firstDue) this.#sourceOf(name).storedDue = due
  }

  static async open(
    number: number,
    parts: PartitionParts,
    from: { readonly position: number; readonly state: PartitionState | null }
  ): Promise<Partition> {
    const firstDue = await parts.cascadeStore.firstDue(number, 0)
    const partition = new Partition(number, parts, from.position, from.state, firstDue)
    partition.#pending.resume(await partition.#cache.replayJournal(partition.#sourceOf))
    return partition
  }

  get position(): number {
    return this.#position
  }

  get counters(): Counters {
    return this.#counters
  }

  /** Has predictions, endings or dead letters to publish: a checkpoint should not be delayed. */
  get hasEffects(): boolean {
    return this.#pending.hasEffects
  }

  get hasChanges(): boolean {
    return this.#isAhead || this.changedRows(false) > 0
  }

  /** Size of the unreadable records, which stay in memory until the next checkpoint. */
  get unreadableBytes(): number {
    return this.#pending.unreadableBytes
  }

  /** Has cascades whose newest events are in the journal and not in chunks. */
  get hasJournal(): boolean {
    return this.#pending.hasJournal
  }

  /** Estimates how many rows a checkpoint would write. `isWhole`: a checkpoint that ends the journal. */
  changedRows(isWhole: boolean): number {
    return this.#pending.countRows(isWhole)
  }

  get residentEvents(): number {
    return this.#cascades.events.size
  }

  /** By source. */
  timelines(): readonly (readonly [string, Timeline])[] {
    return Array.from(this.#sources.all(), ({ name, timeline }) => [name, timeline] as const)
  }

  /** Applies records in order. If it rejects (the store cannot be read), call it again with the same records. */
  async apply(records: readonly StreamRecord[]): Promise<void> {
    const now = this.#clock.monotonic()
    const wall = this.#clock.now() / 1_000
    const read = records.map(readRecord)
    const begin = records.findIndex(({ position }) => position >= this.#position)
    const missing = begin < 0 ? [] : this.#cache.listMissing(read, begin)
    const { detours, own } = await this.#router.route(records, read, missing)
    await this.#cache.fetch(own, this.#sourceOf)
    // Ids that are neither in memory nor in the store. Reset after each await: a cascade may have been evicted meanwhile.
    let absent: ReadonlySet<string> = new Set(missing)
    for (let index = 0; index < records.length; index++) {
      const message = read[index]!
      const record = records[index]!
      // Read again after a rebalance: applied already.
      if (record.position < this.#position) continue
      let source: Source | null = null
      const detour = detours.get(index)
      if (detour === 'forwarded') this.#count('forwarded')
      else if (detour !== undefined) this.#refuse(record, { counter: 'misrouted', ...detour })
      else if (message.is === 'event') {
        let known = this.#cascades.numberOf(message.cascadeId)
        if (known === undefined && !absent.has(message.cascadeId)) {
          absent = await this.#fetchMissing(read, index)
          known = this.#cascades.numberOf(message.cascadeId)
        }
        source = this.#sources.of(message.source, now)
        const verdict = this.#takeEvent(message, source, known, now, wall)
        if (typeof verdict === 'string') this.#count(verdict)
        else this.#refuse(record, verdict)
      } else if (message.is === 'reset') {
        this.#count('resets')
        source = this.#sources.of(message.source, now)
        source.timeline.reset(message.time, now)
      } else if (message.is === 'watermark') {
        const ahead = findAheadFault(message.time, wall, this.#settings.futureSeconds)
        if (ahead !== null) this.#refuse(record, { counter: 'future', reason: `watermark ${ahead}` })
        else {
          this.#count('watermarks')
          source = this.#sources.of(message.source, now)
          source.timeline.receiveWatermark(message.time, message.isLast, now)
        }
      } else
        this.#refuse(record, {
          counter: record.damage ? 'undecodable' : 'unreadable',
          reason: message.reason
        })
      // The position moves before the next await: a checkpoint may come in between.
      this.#position = record.position + 1
      this.#last = record
      this.#isAhead = true
      if (source === null) continue
      if (source.storedDue <= source.timeline.passed) {
        await this.#fetchDue(source)
        absent = new Set()
      }
      this.#timers.fireDue(source)
    }
  }

  /** Fires timers that became due without a record, because a source is silent (see timeline.ts). */
  async advance(): Promise<void> {
    for (const source of this.#sources.all()) {
      if (source.storedDue <= source.timeline.passed) await this.#fetchDue(source)
      this.#timers.fireDue(source)
    }
  }

  /** Notes the latest forecasts of cascades: an extra one may follow. */
  noteForecasts(forecasts: readonly NotedForecast[]): void {
    this.#growth.noteForecasts(forecasts)
  }

  /** Removes deleted cascades from memory. */
  forget(ids: readonly string[]): void {
    const numbers = ids.map(id => this.#cache.forget(id)).filter(number => number !== undefined)
    this.#pending.forget(new Set(ids), numbers)
  }

  /**
   * Takes the changes to write and marks them as written. If the write fails, the partition must be opened again.
   * `isWhole`: writes every changed row and ends the journal.
   */
  takeChanges(isWhole = false): Changes {
    const taken = this.#pending.take(this.#position, isWhole)
    this.#counters.revised += taken.endings.filter(({ revision }) => revision > 1).length
    this.#isAhead = false
    if (this.#last !== null) this.#digest = digestOfRecord(this.#last)
    this.#last = null
    const state = { timelines: this.#sources.states(), counters: { ...this.#counters }, digest: this.#digest }
    return { id: randomUUID(), partition: this.number, position: this.#position, state, ...taken }
  }

  /** Evicts ended cascades, and the least recently used above maxResidentEvents. Call it after a checkpoint. */
  evict(): void {
    this.#cache.evict(this.#settings.maxResidentEvents)
  }

  async #fetchDue(source: Source): Promise<void> {
    for (const number of await this.#cache.fetchDue(source, this.#sourceOf)) this.#pending.alter(number)
  }

  async #fetchMissing(messages: readonly StreamEvent[], from: number): Promise<ReadonlySet<string>> {
    const missing = this.#cache.listMissing(messages, from)
    await this.#cache.fetch(missing, this.#sourceOf)
    return new Set(missing)
  }

  /** Adds an event to its cascade. Returns the counter for it, or why it is rejected. */
  #takeEvent(
    event: CascadeEvent,
    source: Source,
    known: number | undefined,
    now: number,
    wall: number
  ): CounterName | Refusal {
    const { cascadeId, eventId, kind, time, provenance = 'real' } = event
    const cascades = this.#cascades
    if (this.#cache.isForgotten(cascadeId)) return 'forgotten'
    const ahead = findAheadFault(time, wall, this.#settings.futureSeconds)
    if (ahead !== null) return { counter: 'future', reason: `time ${ahead}` }
    const isPost = kind === 'post' && (known === undefined || cascades.isAdopted[known] === 0)
    if (isPost && known !== undefined && cascades.post[known]! >= 0) {
      // The same post again is a duplicate; a different id is a second post.
      if (cascades.events.has(known, eventId)) return 'duplicates'
      return { counter: 'secondPosts', reason: 'the cascade has another post already' }
    }
    if (known === undefined) {
      this.#count('cascades')
      this.#pending.begin(cascadeId)
    }
    const number = known ?? cascades.begin(cascadeId, source)
    const isLate = time <= source.timeline.passed
    if (!cascades.add(number, event, isPost)) return 'duplicates'
    source.timeline.receiveEvent(time, now)
    const hasNewProvenance = cascades.noteProvenance(number, provenance)
    if (known === undefined || isPost || hasNewProvenance || cascades.isEnded(number))
      this.#pending.alter(number)
    else this.#pending.grow(number)
    cascades.isTouched[number] = 1
    if (time < cascades.origin[number]!) this.#count('beforePost')
    if (cascades.isEnded(number)) {
      this.#count('afterEnd')
      this.#pending.end(number)
    } else {
      if (isLate) this.#count('late')
      cascades.schedule(number)
      this.#growth.watch(number)
    }
    return 'events'
  }

  #refuse(record: StreamRecord, { counter, reason }: Refusal): void {
    this.#count(counter)
    this.#pending.refuse({ record, reason })
  }

  #count(name: CounterName): void {
    this.#counters[name]++
  }
}
