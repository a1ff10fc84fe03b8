/*
Purpose: holds the cascades of one partition that are in memory. Every event reads and writes a few numbers of one cascade, and
there are hundreds of thousands of cascades, so they are columns of typed arrays (cascade-columns.ts) instead of objects.

    id 'b' --CascadeNumbers--> number 2 --+--> column[2] of origin, nextWindow, isChanged, ...
                                          +--> the events of owner 2 in EventStore (event-store.ts)
                                          +--> a timer for number 2 in the heap of its source (due-heap.ts)

The life of a cascade: begin (its first event) or restore (its row was read) -> add, schedule -> its windows pass -> endedAt is
set -> release (its number is free again).

Invariants: an open cascade has a timer at or before dueAt; a timer that no longer equals scheduledAt is outdated and is skipped.
A cascade whose isChanged is set is not released, unless it was deleted: its newest state is only in memory.
Callers: Partition adds events; EventTimeTimers fires due timers; PendingChanges reads what a checkpoint writes; CascadeCache
restores and releases.
After a crash: nothing remains. CascadeCache restores each cascade from its row, its chunks and the journal, and Partition
applies the records after the last checkpoint again.
*/
import type { CascadeEvent } from '../../ports/messages.ts'
import { type Provenance, provenances } from '../../ports/provenance.ts'
import type { CascadeForecast, CascadeRecord } from '../rows/cascades.ts'
import { unpackEvents } from '../rows/packed-events.ts'
import { CascadeColumns } from './cascade-columns.ts'
import { CascadeNumbers } from './cascade-numbers.ts'
import { EventStore } from './event-store.ts'
import { ExtraForecasts } from './extra-forecasts.ts'
import type { Source } from './sources.ts'

export interface EndingSettings {
  /** Ascending. */
  readonly windows: readonly number[]
  /** Later ages at which a cascade is forecast again, in seconds, ascending; none of them is a window. */
  readonly laterAges: readonly number[]
  readonly idleSeconds: number
  readonly maxAgeSeconds: number
  readonly latenessSeconds: number
}

/** A heap is cleared of outdated entries when it has more than twice its cascades plus this many. */
const HEAP_SLACK = 1_000

/** The cascades of one partition in memory, by number. */
export class OpenCascades extends CascadeColumns {
  readonly events = new EventStore()
  readonly extra: ExtraForecasts
  readonly #partition: number
  readonly #settings: EndingSettings
  readonly #numbers = new CascadeNumbers(this.ids)
  readonly #free: number[] = []
  /** Shares one list among all cascades that have passed the same windows. */
  readonly #windowLists = new Map<string, readonly number[]>()

  constructor(partition: number, settings: EndingSettings) {
    super()
    this.#partition = partition
    this.#settings = settings
    this.extra = new ExtraForecasts(this, settings.laterAges)
  }

  get size(): number {
    return this.#numbers.size
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id)
  }

  begin(id: string, source: Source): number {
    const number = this.#free.pop() ?? this.ids.length
    this.resetRow(number, id, source)
    this.#numbers.add(number)
    this.#setWindows(number, [])
    this.extra.reset(number)
    return number
  }

  restore(
    record: CascadeRecord,
    chunks: readonly Uint8Array[],
    source: Source,
    forecast: CascadeForecast | null
  ): number {
    const number = this.begin(record.id, source)
    this.events.load(number, chunks)
    this.#seeStoredTimes(number)
    this.origin[number] = record.origin ?? Number.NaN
    this.firstTime[number] = record.firstTime
    this.lastTime[number] = record.lastTime
    this.endedAt[number] = record.endedAt ?? Number.NaN
    this.post[number] = record.post
    this.postAuthors[number] = record.postAuthor
    this.chunks[number] = record.chunks
    this.revision[number] = record.revision
    this.isAdopted[number] = record.isAdopted ? 1 : 0
    this.provenance[number] = provenances.indexOf(record.provenance)
    this.fasterSince[number] = record.fasterSince ?? Number.NaN
    this.#setWindows(number, record.windowsDone)
    this.extra.restore(number, record.extra, Math.max(0, ...record.windowsDone))
    if (forecast !== null) this.extra.noteForecast(number, forecast)
    return number
  }

  release(number: number): void {
    this.events.drop(number)
    this.#numbers.remove(number)
    this.ids[number] = ''
    this.postAuthors[number] = null
    this.scheduledAt[number] = Number.NaN
    this.isChanged[number] = 0
    this.isFresh[number] = 0
    this.#free.push(number)
  }

  /** Adds an event. Returns false for a duplicate. */
  add(number: number, event: CascadeEvent, isPost: boolean): boolean {
    const { eventId, time, magnitude, authorId = null } = event
    if (!this.events.add(number, eventId, time, magnitude)) return false
    if (isPost) {
      this.post[number] = this.events.count(number) - 1
      this.postAuthors[number] = authorId
      this.origin[number] = time
    }
    this.#seeTime(number, time)
    return true
  }

  /** Adds a cascade's events from the journal (never its post, which alters the row). Returns how many were new. */
  replay(number: number, packed: Uint8Array): number {
    const added = this.events.replay(number, packed)
    if (added > 0) for (const { time } of unpackEvents([packed])) this.#seeTime(number, time)
    return added
  }

  /** Makes the earliest event the post of a cascade whose post never arrived. */
  adopt(number: number): void {
    const { events } = this
    let place = events.first(number)
    let post = 0
    let origin = events.time(place)
    for (let position = 1; position < events.count(number); position++) {
      place = events.after(place)
      if (events.time(place) >= origin) continue
      post = position
      origin = events.time(place)
    }
    this.post[number] = post
    this.origin[number] = origin
    this.isAdopted[number] = 1
  }

  provenanceOf(number: number): Provenance {
    return provenances[this.provenance[number]!]!
  }

  /** A cascade is real while all of its events are. Returns true when this event makes it simulated. */
  noteProvenance(number: number, provenance: Provenance): boolean {
    if (provenance === 'real' || this.provenanceOf(number) !== 'real') return false
    this.provenance[number] = provenances.indexOf(provenance)
    return true
  }

  isEnded(number: number): boolean {
    return !Number.isNaN(this.endedAt[number]!)
  }

  /** The time at which the cascade ends if no event follows. The post must be known. */
  endOf(number: number): number {
    const origin = this.origin[number]!
    const last = Math.max(this.lastTime[number]!, origin)
    return Math.min(last + this.#settings.idleSeconds, origin + this.#settings.maxAgeSeconds)
  }

  /** The time of the next forecast: a window, a later age or another extra forecast. Infinity: none. */
  nextForecastAt(number: number): number {
    const age = Math.min(this.nextWindow[number]!, this.nextAge[number]!)
    return Math.min(this.origin[number]! + age, this.extraDue[number]!)
  }

  /** The time of the next action: adopt, forecast (none lies beyond the end) or end. Infinity: no action is left. */
  dueAt(number: number): number {
    if (this.isEnded(number)) return Number.POSITIVE_INFINITY
    const origin = this.origin[number]!
    if (Number.isNaN(origin)) return this.firstTime[number]! + this.#settings.latenessSeconds
    return Math.min(this.nextForecastAt(number), this.endOf(number))
  }

  /** The time at which a cascade must be in memory: at the latest for its next action. Infinity: it need not be. */
  neededAt(number: number): number {
    return this.isEnded(number)
      ? Number.POSITIVE_INFINITY
      : Math.min(this.dueAt(number), this.extra.checkAt(number))
  }

  /** Marks the window in `nextWindow` as passed. */
  passWindow(number: number): void {
    const window = this.nextWindow[number]!
    this.#setWindows(number, [...this.windowsDone[number]!, window])
    this.extra.passWindow(number, window, this.events.count(number))
  }

  /** Sets a timer for the next due time. If the end moves later, the old timer fires first and is then set again. */
  schedule(number: number): void {
    if (!this.isEnded(number)) this.extra.plan(number, this.events.count(number))
    const at = this.dueAt(number)
    if (at === Number.POSITIVE_INFINITY || this.scheduledAt[number]! <= at) return
    this.scheduledAt[number] = at
    const { heap } = this.sources[number]!
    heap.push(at, number)
    if (heap.size > 2 * this.size + HEAP_SLACK) this.#clearHeap(this.sources[number]!)
  }

  record(number: number): CascadeRecord {
    const dueAt = this.neededAt(number)
    return {
      id: this.ids[number]!,
      partition: this.#partition,
      source: this.sources[number]!.name,
      provenance: this.provenanceOf(number),
      state: this.isEnded(number) ? 'ended' : 'open',
      origin: orNull(this.origin[number]!),
      post: this.post[number]!,
      postAuthor: this.postAuthors[number]!,
      isAdopted: this.isAdopted[number] === 1,
      firstTime: this.firstTime[number]!,
      lastTime: this.lastTime[number]!,
      events: this.events.count(number),
      chunks: this.chunks[number]!,
      windowsDone: this.windowsDone[number]!,
      extra: this.extra.state(number),
      fasterSince: this.isEnded(number) ? null : orNull(this.fasterSince[number]!),
      dueAt: dueAt === Number.POSITIVE_INFINITY ? null : dueAt,
      endedAt: orNull(this.endedAt[number]!),
      revision: this.revision[number]!
    }
  }

  /** The quiet phases of a cascade follow from the times of its events, in the order of arrival. */
  #seeStoredTimes(number: number): void {
    const { events } = this
    let place = 0
    for (let index = 0, count = events.count(number); index < count; index++) {
      place = index === 0 ? events.first(number) : events.after(place)
      this.#seeTime(number, events.time(place))
    }
  }

  #seeTime(number: number, time: number): void {
    this.extra.observe(number, time)
    if (time < this.firstTime[number]!) this.firstTime[number] = time
    if (time > this.lastTime[number]!) this.lastTime[number] = time
  }

  #setWindows(number: number, windows: readonly number[]): void {
    const key = windows.join()
    const done = this.#windowLists.get(key) ?? windows
    this.#windowLists.set(key, done)
    this.windowsDone[number] = done
    const next = this.#settings.windows.find(each => !done.includes(each))
    this.nextWindow[number] = next ?? Number.POSITIVE_INFINITY
  }

  /** Removes outdated entries, such as those of cascades that were evicted and restored. */
  #clearHeap(source: Source): void {
    source.heap.clear()
    for (const [number, id] of this.ids.entries()) {
      if (id === '' || this.sources[number] !== source || Number.isNaN(this.scheduledAt[number]!)) continue
      source.heap.push(this.scheduledAt[number]!, number)
    }
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
