import { type Provenance, provenances } from '../../ports/provenance.ts'
import type { CascadeRecord } from '../rows/cascades.ts'
import { unpackEvents } from '../rows/packed-events.ts'
import { CascadeNumbers } from './cascade-numbers.ts'
import { EventStore } from './event-store.ts'
import type { Source } from './sources.ts'

export interface EndingSettings {
  /** Ascending. */
  readonly windows: readonly number[]
  readonly idleSeconds: number
  readonly maxAgeSeconds: number
  readonly latenessSeconds: number
}

const FIRST_CAPACITY = 16
/** Entries of a heap beyond twice its cascades and these are outdated ones worth clearing away. */
const HEAP_SLACK = 1_000

/**
 * The cascades of one partition in memory, by number: a column a property, their events in one store. Numbers are used
 * again once a cascade was released. Times are epoch seconds unless a name says otherwise.
 */
export class OpenCascades {
  readonly events = new EventStore()
  /** Empty: the number is free. */
  readonly ids: string[] = []
  readonly sources: Source[] = []
  readonly windowsDone: (readonly number[])[] = []
  /** Of the post; NaN: not known yet. */
  origin = new Float64Array(FIRST_CAPACITY)
  firstTime = new Float64Array(FIRST_CAPACITY)
  lastTime = new Float64Array(FIRST_CAPACITY)
  /** NaN: open. */
  endedAt = new Float64Array(FIRST_CAPACITY)
  /** Seconds since the post of the next window to pass; Infinity: none is left. */
  nextWindow = new Float64Array(FIRST_CAPACITY)
  /** The time of its newest entry in the source's heap; NaN: none. */
  scheduledAt = new Float64Array(FIRST_CAPACITY)
  /** Which of its events the post is, by arrival; negative: none yet. */
  post = new Int32Array(FIRST_CAPACITY)
  chunks = new Uint32Array(FIRST_CAPACITY)
  revision = new Uint32Array(FIRST_CAPACITY)
  isAdopted = new Uint8Array(FIRST_CAPACITY)
  /** Place in `provenances`. */
  provenance = new Uint8Array(FIRST_CAPACITY)
  /** Anything differs from the row and the chunks. */
  isChanged = new Uint8Array(FIRST_CAPACITY)
  /** Changed since the last checkpoint. */
  isFresh = new Uint8Array(FIRST_CAPACITY)
  /** More differs than that events have come: these alone tell what it has become. */
  isAltered = new Uint8Array(FIRST_CAPACITY)
  /** Used since the last look for what may leave memory. */
  isTouched = new Uint8Array(FIRST_CAPACITY)
  readonly #partition: number
  readonly #settings: EndingSettings
  readonly #numbers = new CascadeNumbers(this.ids)
  readonly #free: number[] = []
  /** One list for all cascades with the same windows behind them. */
  readonly #windowLists = new Map<string, readonly number[]>()

  constructor(partition: number, settings: EndingSettings) {
    this.#partition = partition
    this.#settings = settings
  }

  get size(): number {
    return this.#numbers.size
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id)
  }

  begin(id: string, source: Source): number {
    const number = this.#free.pop() ?? this.ids.length
    if (number === this.origin.length) this.#grow()
    this.ids[number] = id
    this.#numbers.add(number)
    this.sources[number] = source
    this.origin[number] = Number.NaN
    this.firstTime[number] = Number.POSITIVE_INFINITY
    this.lastTime[number] = 0
    this.endedAt[number] = Number.NaN
    this.scheduledAt[number] = Number.NaN
    this.post[number] = -1
    this.chunks[number] = 0
    this.revision[number] = 0
    this.isAdopted[number] = 0
    this.provenance[number] = 0
    this.isChanged[number] = 0
    this.isFresh[number] = 0
    this.isAltered[number] = 0
    this.isTouched[number] = 1
    this.#setWindows(number, [])
    return number
  }

  restore(record: CascadeRecord, chunks: readonly Uint8Array[], source: Source): number {
    const number = this.begin(record.id, source)
    this.events.load(number, chunks)
    this.origin[number] = record.origin ?? Number.NaN
    this.firstTime[number] = record.firstTime
    this.lastTime[number] = record.lastTime
    this.endedAt[number] = record.endedAt ?? Number.NaN
    this.post[number] = record.post
    this.chunks[number] = record.chunks
    this.revision[number] = record.revision
    this.isAdopted[number] = record.isAdopted ? 1 : 0
    this.provenance[number] = provenances.indexOf(record.provenance)
    this.#setWindows(number, record.windowsDone)
    return number
  }

  release(number: number): void {
    this.events.drop(number)
    this.#numbers.remove(number)
    this.ids[number] = ''
    this.scheduledAt[number] = Number.NaN
    this.isChanged[number] = 0
    this.isFresh[number] = 0
    this.#free.push(number)
  }

  /** False when this event is there already. */
  add(number: number, eventId: string, isPost: boolean, time: number, magnitude: number): boolean {
    if (!this.events.add(number, eventId, time, magnitude)) return false
    if (isPost) {
      this.post[number] = this.events.count(number) - 1
      this.origin[number] = time
    }
    this.#seeTime(number, time)
    return true
  }

  /** Takes events that a journal holds of it, and not the post: that alters the row. How many were new to it. */
  replay(number: number, packed: Uint8Array): number {
    const added = this.events.replay(number, packed)
    if (added > 0) for (const { time } of unpackEvents([packed])) this.#seeTime(number, time)
    return added
  }

  /** The post never came: the earliest event stands for it. */
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

  /** A cascade is real while all of its events are. True: it has just ceased to be. */
  noteProvenance(number: number, provenance: Provenance): boolean {
    if (provenance === 'real' || this.provenanceOf(number) !== 'real') return false
    this.provenance[number] = provenances.indexOf(provenance)
    return true
  }

  isEnded(number: number): boolean {
    return !Number.isNaN(this.endedAt[number]!)
  }

  /** When it ends if nothing more comes. The post must be known. */
  endOf(number: number): number {
    const origin = this.origin[number]!
    const last = Math.max(this.lastTime[number]!, origin)
    return Math.min(last + this.#settings.idleSeconds, origin + this.#settings.maxAgeSeconds)
  }

  /** When the next thing is to be done with it: adopted, a window passed (none lies beyond the end), ended. Infinity: never. */
  dueAt(number: number): number {
    if (this.isEnded(number)) return Number.POSITIVE_INFINITY
    const origin = this.origin[number]!
    if (Number.isNaN(origin)) return this.firstTime[number]! + this.#settings.latenessSeconds
    return Math.min(origin + this.nextWindow[number]!, this.endOf(number))
  }

  /** The window that `nextWindow` names is behind it. */
  passWindow(number: number): void {
    this.#setWindows(number, [...this.windowsDone[number]!, this.nextWindow[number]!])
  }

  /** Puts it on its source's heap for its next due time. An end that moves later is found out when the old entry comes up. */
  schedule(number: number): void {
    const at = this.dueAt(number)
    if (at === Number.POSITIVE_INFINITY || this.scheduledAt[number]! <= at) return
    this.scheduledAt[number] = at
    const { heap } = this.sources[number]!
    heap.push(at, number)
    if (heap.size > 2 * this.size + HEAP_SLACK) this.#clearHeap(this.sources[number]!)
  }

  record(number: number): CascadeRecord {
    const dueAt = this.dueAt(number)
    return {
      id: this.ids[number]!,
      partition: this.#partition,
      source: this.sources[number]!.name,
      provenance: this.provenanceOf(number),
      state: this.isEnded(number) ? 'ended' : 'open',
      origin: orNull(this.origin[number]!),
      post: this.post[number]!,
      isAdopted: this.isAdopted[number] === 1,
      firstTime: this.firstTime[number]!,
      lastTime: this.lastTime[number]!,
      events: this.events.count(number),
      chunks: this.chunks[number]!,
      windowsDone: this.windowsDone[number]!,
      dueAt: dueAt === Number.POSITIVE_INFINITY ? null : dueAt,
      endedAt: orNull(this.endedAt[number]!),
      revision: this.revision[number]!
    }
  }

  #seeTime(number: number, time: number): void {
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

  /** Leaves only what is still to come up: cascades that went and came back have left entries behind. */
  #clearHeap(source: Source): void {
    source.heap.clear()
    for (const [number, id] of this.ids.entries()) {
      if (id === '' || this.sources[number] !== source || Number.isNaN(this.scheduledAt[number]!)) continue
      source.heap.push(this.scheduledAt[number]!, number)
    }
  }

  #grow(): void {
    const capacity = 2 * this.origin.length
    const real = (column: Float64Array<ArrayBuffer>) => new Float64Array(column.buffer.transfer(8 * capacity))
    const flag = (column: Uint8Array<ArrayBuffer>) => new Uint8Array(column.buffer.transfer(capacity))
    this.origin = real(this.origin)
    this.firstTime = real(this.firstTime)
    this.lastTime = real(this.lastTime)
    this.endedAt = real(this.endedAt)
    this.nextWindow = real(this.nextWindow)
    this.scheduledAt = real(this.scheduledAt)
    this.post = new Int32Array(this.post.buffer.transfer(4 * capacity))
    this.chunks = new Uint32Array(this.chunks.buffer.transfer(4 * capacity))
    this.revision = new Uint32Array(this.revision.buffer.transfer(4 * capacity))
    this.isAdopted = flag(this.isAdopted)
    this.provenance = flag(this.provenance)
    this.isChanged = flag(this.isChanged)
    this.isFresh = flag(this.isFresh)
    this.isAltered = flag(this.isAltered)
    this.isTouched = flag(this.isTouched)
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
