import type { CascadeRecord } from '../stores/cascades.ts'
import { EventLog } from './event-log.ts'

export interface EndingSettings {
  /** Ascending. */
  readonly windows: readonly number[]
  readonly idleSeconds: number
  readonly maxAgeSeconds: number
  readonly latenessSeconds: number
}

export type Due =
  | { readonly is: 'adopt'; readonly at: number }
  | { readonly is: 'window'; readonly at: number; readonly windowSeconds: number }
  | { readonly is: 'end'; readonly at: number }

/** One cascade in memory. */
export class OpenCascade {
  readonly id: string
  readonly partition: number
  readonly source: string
  readonly log: EventLog
  state: 'open' | 'ended' = 'open'
  origin: number | null = null
  post = -1
  isAdopted = false
  firstTime = Number.POSITIVE_INFINITY
  lastTime = 0
  chunks = 0
  windowsDone: readonly number[] = []
  endedAt: number | null = null
  revision = 0
  /** Events that a checkpoint has taken along. */
  taken = 0
  /** Anything differs from the row. */
  isChanged = false
  /** Used since the last look for what may leave memory. */
  isTouched = true
  /** The time its newest entry in the heap bears. */
  scheduledAt = Number.NaN

  constructor(id: string, partition: number, source: string, log = new EventLog()) {
    this.id = id
    this.partition = partition
    this.source = source
    this.log = log
  }

  static restore(record: CascadeRecord, chunks: readonly Uint8Array[]): OpenCascade {
    const cascade = new OpenCascade(record.id, record.partition, record.source, new EventLog(chunks))
    cascade.state = record.state
    cascade.origin = record.origin
    cascade.post = record.post
    cascade.isAdopted = record.isAdopted
    cascade.firstTime = record.firstTime
    cascade.lastTime = record.lastTime
    cascade.chunks = record.chunks
    cascade.windowsDone = record.windowsDone
    cascade.endedAt = record.endedAt
    cascade.revision = record.revision
    cascade.taken = cascade.log.count
    return cascade
  }

  /** False when this event is there already. */
  add(eventId: string, isPost: boolean, time: number, magnitude: number): boolean {
    if (!this.log.add(eventId, time, magnitude)) return false
    this.isChanged = true
    if (isPost) {
      this.post = this.log.count - 1
      this.origin = time
    }
    if (time < this.firstTime) this.firstTime = time
    if (time > this.lastTime) this.lastTime = time
    return true
  }

  /** The post never came: the earliest event stands for it. */
  adopt(): void {
    let first = 0
    for (let position = 1; position < this.log.count; position++)
      if (this.log.time(position) < this.log.time(first)) first = position
    this.post = first
    this.origin = this.log.time(first)
    this.isAdopted = true
    this.isChanged = true
  }

  /** What comes next, null once it has ended. */
  nextDue({ windows, idleSeconds, maxAgeSeconds, latenessSeconds }: EndingSettings): Due | null {
    if (this.state === 'ended') return null
    if (this.origin === null) return { is: 'adopt', at: this.firstTime + latenessSeconds }
    const last = Math.max(this.lastTime, this.origin)
    const end = Math.min(last + idleSeconds, this.origin + maxAgeSeconds)
    const windowSeconds = windows.find(each => !this.windowsDone.includes(each))
    if (windowSeconds !== undefined && this.origin + windowSeconds <= end)
      return { is: 'window', at: this.origin + windowSeconds, windowSeconds }
    return { is: 'end', at: end }
  }

  record(settings: EndingSettings): CascadeRecord {
    return {
      id: this.id,
      partition: this.partition,
      source: this.source,
      state: this.state,
      origin: this.origin,
      post: this.post,
      isAdopted: this.isAdopted,
      firstTime: this.firstTime,
      lastTime: this.lastTime,
      events: this.log.count,
      chunks: this.chunks,
      windowsDone: this.windowsDone,
      dueAt: this.nextDue(settings)?.at ?? null,
      endedAt: this.endedAt,
      revision: this.revision
    }
  }
}
