import type { Clock } from '../ports/clock.ts'
import { type CascadeEvent, readStreamEvent, type StreamEvent } from '../ports/messages.ts'
import type { StreamRecord } from '../ports/stream.ts'
import type { CascadeRecord, Cascades, DueCascade, NewChunk } from '../stores/cascades.ts'
import type { Changes, Ending, PartitionState, PassedWindow, Unreadable } from './changes.ts'
import { type CounterName, type Counters, noCounters } from './counters.ts'
import { DueHeap } from './due-heap.ts'
import { observedEvents } from './observation.ts'
import { type EndingSettings, OpenCascade } from './open-cascade.ts'
import { Timeline, type TimelineSettings } from './timeline.ts'

export interface PartitionSettings extends EndingSettings, TimelineSettings {
  /** How far beyond the wall clock and its source's watermark an event may be dated. */
  readonly futureSeconds: number
  /** Events of cascades kept in memory; what is beyond is read again from the store when it is needed. */
  readonly maxResidentEvents: number
}

/** Where cascades are that are not in memory. */
export type CascadeShelf = Pick<Cascades, 'load' | 'due' | 'firstDue'>

// Rows that are read at once when things on the shelf fall due.
const DUE_PAGE = 1_000

interface Source {
  readonly timeline: Timeline
  readonly heap: DueHeap<OpenCascade>
  /** Nothing that is not in memory is due before. */
  shelvedDue: number
}

/**
 * The cascades of one partition. Records go in, in order; what they brought about comes out as Changes, to be written in
 * one transaction with the position. Everything follows from the records and the watermarks in their order, so that
 * reading the same records again after a kill, from the state of the last checkpoint, brings about the same.
 */
export class Partition {
  readonly number: number
  readonly #settings: PartitionSettings
  readonly #shelf: CascadeShelf
  readonly #clock: Clock
  readonly #cascades = new Map<string, OpenCascade>()
  readonly #forgotten = new Set<string>()
  readonly #sources = new Map<string, Source>()
  readonly #counters: Counters
  #position: number
  #residentEvents = 0
  #changed = new Set<OpenCascade>()
  #windows: PassedWindow[] = []
  /** Ended since the last checkpoint: for the first time (false), or with events after the end (true). */
  #ended = new Map<OpenCascade, boolean>()
  /** Ended and still in memory. */
  readonly #settled = new Set<OpenCascade>()
  #unreadable: Unreadable[] = []

  private constructor(
    number: number,
    parts: PartitionParts,
    position: number,
    state: PartitionState | null,
    firstDue: ReadonlyMap<string, number>
  ) {
    this.number = number
    this.#settings = parts.settings
    this.#shelf = parts.shelf
    this.#clock = parts.clock
    this.#position = position
    this.#counters = { ...noCounters(), ...state?.counters }
    for (const [name, timeline] of Object.entries(state?.timelines ?? {}))
      this.#addSource(name, new Timeline(this.#settings, this.#clock.monotonic(), timeline))
    for (const [name, due] of firstDue) this.#source(name).shelvedDue = due
  }

  static async open(
    number: number,
    parts: PartitionParts,
    from: { readonly position: number; readonly state: PartitionState | null }
  ): Promise<Partition> {
    return new Partition(number, parts, from.position, from.state, await parts.shelf.firstDue(number, 0))
  }

  get position(): number {
    return this.#position
  }

  get counters(): Counters {
    return this.#counters
  }

  /** Something waits to be told to others: a checkpoint should not tarry. */
  get hasEffects(): boolean {
    return this.#windows.length > 0 || this.#ended.size > 0 || this.#unreadable.length > 0
  }

  get hasChanges(): boolean {
    return this.hasEffects || this.#changed.size > 0 || this.#isAhead
  }
  #isAhead = false

  get residentEvents(): number {
    return this.#residentEvents
  }

  /** By source. */
  timelines(): readonly (readonly [string, Timeline])[] {
    return [...this.#sources].map(([name, { timeline }]) => [name, timeline] as const)
  }

  /** Takes records in order. When it rejects (the shelf cannot be read), call it again with the same ones. */
  async apply(records: readonly StreamRecord[]): Promise<void> {
    const now = this.#clock.monotonic()
    const wall = this.#clock.now() / 1_000
    const read = records.map(record => readStreamEvent(record.value))
    // Neither in memory nor on the shelf. What is in memory may go there whenever something is waited for.
    let absent: ReadonlySet<string> = new Set()
    for (let index = 0; index < records.length; index++) {
      const message = read[index]!
      const record = records[index]!
      // Read again after a rebalance: known already.
      if (record.position < this.#position) continue
      if (message.is === 'event') {
        let known = this.#cascades.get(message.cascadeId)
        if (known === undefined && !absent.has(message.cascadeId)) {
          const missing = this.#listMissing(read, index)
          await this.#fetch(missing)
          absent = new Set(missing)
          known = this.#cascades.get(message.cascadeId)
        }
        const refusal = this.#take(message, known, now, wall)
        if (refusal) this.#refuse(record, refusal.counter, refusal.reason)
      } else if (message.is === 'watermark') {
        this.#count('watermarks')
        this.#source(message.source).timeline.hearWatermark(message.time, message.isLast, now)
      } else this.#refuse(record, 'unreadable', message.reason)
      // Before anything is waited for: a checkpoint may come in between.
      this.#position = record.position + 1
      this.#isAhead = true
      if (message.is === 'unreadable') continue
      const source = this.#source(message.source)
      if (source.shelvedDue <= source.timeline.passed) {
        await this.#fetchDue(message.source, source)
        absent = new Set()
      }
      this.#passDue(source)
    }
  }

  /** Does what has become due by silence (see timeline.ts), without any record. */
  async advance(): Promise<void> {
    for (const [name, source] of this.#sources) {
      if (source.shelvedDue <= source.timeline.passed) await this.#fetchDue(name, source)
      this.#passDue(source)
    }
  }

  /** Drops what was deleted: memory holds no more of it than the store. */
  forget(ids: readonly string[]): void {
    for (const id of ids) {
      this.#forgotten.add(id)
      const cascade = this.#cascades.get(id)
      if (!cascade) continue
      this.#release(cascade)
      this.#changed.delete(cascade)
      this.#ended.delete(cascade)
    }
    const gone = new Set(ids)
    this.#windows = this.#windows.filter(window => !gone.has(window.cascadeId))
  }

  /** What there is to write; the partition counts it as written, so a failed write must be followed by a new open. */
  takeChanges(): Changes {
    const endings: Ending[] = []
    for (const [cascade, isRevision] of this.#ended) {
      cascade.revision++
      if (isRevision) this.#count('revised')
      endings.push({
        cascadeId: cascade.id,
        finalSize: cascade.log.count,
        endedAt: cascade.endedAt!,
        revision: cascade.revision,
        windows: cascade.windowsDone
      })
    }
    const records: CascadeRecord[] = []
    const chunks: NewChunk[] = []
    for (const cascade of this.#changed) {
      if (cascade.taken < cascade.log.count) {
        chunks.push({
          cascadeId: cascade.id,
          number: cascade.chunks++,
          bytes: cascade.log.pack(cascade.taken)
        })
        cascade.taken = cascade.log.count
      }
      cascade.isChanged = false
      records.push(cascade.record(this.#settings))
    }
    const changes: Changes = {
      partition: this.number,
      position: this.#position,
      state: {
        timelines: Object.fromEntries(
          [...this.#sources].map(([name, { timeline }]) => [name, timeline.state])
        ),
        counters: { ...this.#counters }
      },
      records,
      chunks,
      windows: this.#windows,
      endings,
      unreadable: this.#unreadable
    }
    this.#changed = new Set()
    this.#windows = []
    this.#ended = new Map()
    this.#unreadable = []
    this.#isAhead = false
    return changes
  }

  /** After a checkpoint was written: lets go of ended cascades, and of the least used beyond the bound. */
  relieve(): void {
    for (const cascade of this.#settled) {
      if (cascade.isChanged) continue
      this.#settled.delete(cascade)
      if (this.#cascades.get(cascade.id) === cascade) this.#release(cascade)
    }
    // Second chance: who was used since the last look is passed over once.
    for (const cascade of this.#cascades.values()) {
      if (this.#residentEvents <= this.#settings.maxResidentEvents) return
      if (cascade.isTouched) cascade.isTouched = false
      else if (!cascade.isChanged) this.#shelve(cascade)
    }
  }

  #take(event: CascadeEvent, known: OpenCascade | undefined, now: number, wall: number): Refusal | null {
    const { cascadeId, time } = event
    if (this.#forgotten.has(cascadeId)) return this.#count('forgotten')
    const source = this.#source(event.source)
    const { futureSeconds } = this.#settings
    if (time > Math.max(wall, source.timeline.watermark) + futureSeconds)
      return { counter: 'future', reason: `time is more than ${futureSeconds} s ahead` }
    const isPost = event.kind === 'post' && known?.isAdopted !== true
    if (isPost && known && known.post >= 0) {
      // The same post again is a duplicate; the log tells, and takes another one for what it is not.
      if (known.log.has(event.eventId)) return this.#count('duplicates')
      return { counter: 'secondPosts', reason: 'the cascade has another post already' }
    }
    const cascade = known ?? this.#begin(event)
    const isLate = time <= source.timeline.passed
    if (!cascade.add(event.eventId, isPost, time, event.magnitude)) return this.#count('duplicates')
    source.timeline.hearEvent(time, now)
    this.#changed.add(cascade)
    this.#residentEvents++
    cascade.isTouched = true
    this.#count('events')
    if (cascade.origin !== null && time < cascade.origin) this.#count('beforePost')
    if (cascade.state === 'ended') {
      this.#count('afterEnd')
      if (!this.#ended.has(cascade)) this.#ended.set(cascade, true)
    } else {
      if (isLate) this.#count('late')
      this.#schedule(cascade)
    }
    return null
  }

  #begin({ cascadeId, source }: CascadeEvent): OpenCascade {
    const cascade = new OpenCascade(cascadeId, this.number, source)
    this.#cascades.set(cascadeId, cascade)
    this.#count('cascades')
    return cascade
  }

  /** Passes all that is due at or before the source's time, in order of due times. */
  #passDue(source: Source): void {
    const { passed } = source.timeline
    while (source.heap.first <= passed) {
      const at = source.heap.first
      const cascade = source.heap.take()
      // Outdated: it left memory, or was scheduled anew.
      if (cascade.scheduledAt !== at || this.#cascades.get(cascade.id) !== cascade) continue
      cascade.scheduledAt = Number.NaN
      this.#pass(cascade, passed)
    }
  }

  #pass(cascade: OpenCascade, passed: number): void {
    const due = cascade.nextDue(this.#settings)
    if (due !== null && due.at <= passed) {
      this.#changed.add(cascade)
      cascade.isChanged = true
      if (due.is === 'adopt') {
        cascade.adopt()
        this.#count('adopted')
      } else if (due.is === 'window') this.#passWindow(cascade, due.windowSeconds)
      else {
        cascade.state = 'ended'
        cascade.endedAt = due.at
        this.#ended.set(cascade, false)
        this.#settled.add(cascade)
        this.#count('ended')
      }
    }
    this.#schedule(cascade)
  }

  #passWindow(cascade: OpenCascade, windowSeconds: number): void {
    this.#windows.push({
      cascadeId: cascade.id,
      windowSeconds,
      events: observedEvents(cascade.log, cascade.post, cascade.origin!, windowSeconds),
      passedAt: this.#clock.now()
    })
    cascade.windowsDone = [...cascade.windowsDone, windowSeconds]
    this.#count('windows')
  }

  /** Puts it on the heap for its next due time. An end that moves later is found out when the old entry comes up. */
  #schedule(cascade: OpenCascade): void {
    const due = cascade.nextDue(this.#settings)
    if (due === null || cascade.scheduledAt <= due.at) return
    cascade.scheduledAt = due.at
    this.#source(cascade.source).heap.push(due.at, cascade)
  }

  /** Brings what is due into memory. The rows of those in memory are older than they are: these are passed over. */
  async #fetchDue(name: string, source: Source): Promise<void> {
    const { passed } = source.timeline
    const next = (await this.#shelf.firstDue(this.number, passed)).get(name) ?? Number.POSITIVE_INFINITY
    // From here on what leaves memory again lowers it.
    source.shelvedDue = next
    try {
      let page: readonly DueCascade[] = []
      do {
        const after = page.at(-1) ?? null
        page = await this.#shelf.due(this.number, name, passed, { after, limit: DUE_PAGE })
        await this.#fetch(page.map(each => each.id))
      } while (page.length === DUE_PAGE)
    } catch (error) {
      source.shelvedDue = Math.min(source.shelvedDue, passed)
      throw error
    }
  }

  #listMissing(messages: readonly StreamEvent[], from: number): readonly string[] {
    const missing = new Set<string>()
    for (let index = from; index < messages.length; index++) {
      const message = messages[index]!
      if (message.is !== 'event' || this.#cascades.has(message.cascadeId)) continue
      if (!this.#forgotten.has(message.cascadeId)) missing.add(message.cascadeId)
    }
    return [...missing]
  }

  /** Brings those of these ids that are on the shelf into memory, where they are not. */
  async #fetch(ids: readonly string[]): Promise<void> {
    const missing = ids.filter(id => !this.#cascades.has(id) && !this.#forgotten.has(id))
    if (missing.length === 0) return
    for (const shelved of await this.#shelf.load(missing)) {
      if (shelved.record === null) {
        this.#forgotten.add(shelved.id)
        continue
      }
      const cascade = OpenCascade.restore(shelved.record, shelved.chunks)
      this.#cascades.set(cascade.id, cascade)
      this.#residentEvents += cascade.log.count
      if (cascade.state === 'ended') this.#settled.add(cascade)
      this.#schedule(cascade)
    }
  }

  #shelve(cascade: OpenCascade): void {
    const due = cascade.nextDue(this.#settings)
    const source = this.#source(cascade.source)
    if (due !== null && due.at < source.shelvedDue) source.shelvedDue = due.at
    this.#release(cascade)
  }

  #release(cascade: OpenCascade): void {
    this.#cascades.delete(cascade.id)
    this.#residentEvents -= cascade.log.count
  }

  #source(name: string): Source {
    return (
      this.#sources.get(name) ?? this.#addSource(name, new Timeline(this.#settings, this.#clock.monotonic()))
    )
  }

  #addSource(name: string, timeline: Timeline): Source {
    const source = { timeline, heap: new DueHeap<OpenCascade>(), shelvedDue: Number.POSITIVE_INFINITY }
    this.#sources.set(name, source)
    return source
  }

  #refuse({ position, value }: StreamRecord, counter: CounterName, reason: string): void {
    this.#count(counter)
    this.#unreadable.push({ position, value, reason })
  }

  #count(name: CounterName): null {
    this.#counters[name]++
    return null
  }
}

export interface PartitionParts {
  readonly settings: PartitionSettings
  readonly shelf: CascadeShelf
  readonly clock: Clock
}

interface Refusal {
  readonly counter: CounterName
  readonly reason: string
}
