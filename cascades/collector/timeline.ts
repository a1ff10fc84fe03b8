export interface TimelineSettings {
  /** Maximum lateness of an event behind its source's watermark, in seconds of event time. */
  readonly latenessSeconds: number
  /** Seconds of silence after which a source without watermarks advances with the clock (see advanceSilent). */
  readonly silenceSeconds: number
  /** The same for a source that writes watermarks: longer, because it may restart and resume. */
  readonly lostSeconds: number
}

/** The part of a timeline that is stored in a checkpoint. */
export interface TimelineState {
  readonly watermark: number
  /** The watermark without what it has advanced during silence. Absent in states from before: the same. */
  readonly received?: number
  readonly isManaged: boolean
  readonly isEnded: boolean
}

/**
 * The watermark of one source in one partition. A source that writes watermarks moves only by them. The watermark of
 * other sources is the time of their latest event. A silent source is advanced by advanceSilent.
 */
export class Timeline {
  readonly #settings: TimelineSettings
  /** Watermark by the source's own messages. */
  #received: number
  /** Watermark by advancing during silence. */
  #advanced = 0
  #isManaged: boolean
  #isEnded: boolean
  #lastMessageAt: number

  /** `now`: monotonic milliseconds. */
  constructor(settings: TimelineSettings, now: number, state?: TimelineState) {
    this.#settings = settings
    this.#received = state?.received ?? state?.watermark ?? 0
    this.#advanced = state?.watermark ?? 0
    this.#isManaged = state?.isManaged ?? false
    this.#isEnded = state?.isEnded ?? false
    this.#lastMessageAt = now
  }

  get received(): number {
    return this.#received
  }

  get watermark(): number {
    return Math.max(this.#received, this.#advanced)
  }

  /** Epoch seconds up to which no event that is in time can follow; Number.MAX_VALUE once the source has ended. */
  get passed(): number {
    return this.#isEnded ? Number.MAX_VALUE : this.watermark - this.#settings.latenessSeconds
  }

  get state(): TimelineState {
    const { watermark, received } = this
    return { watermark, received, isManaged: this.#isManaged, isEnded: this.#isEnded }
  }

  /** Whether the source itself has moved past this time, and not only the clock. */
  hasReceived(time: number): boolean {
    return this.#isEnded || time <= this.#received - this.#settings.latenessSeconds
  }

  /** Counts silence from now on. */
  restartSilence(now: number): void {
    this.#lastMessageAt = now
  }

  receiveEvent(time: number, now: number): void {
    this.#lastMessageAt = now
    // An event after the end reopens the source.
    this.#isEnded = false
    if (!this.#isManaged && time > this.#received) this.#received = time
  }

  receiveWatermark(time: number, isLast: boolean, now: number): void {
    this.#lastMessageAt = now
    this.#isManaged = true
    this.#isEnded = isLast
    if (time > this.#received) this.#received = time
  }

  /** Sets the time, forward or backward; null: as if the source were new. Its next message decides whether it is managed. */
  reset(time: number | null, now: number): void {
    this.#lastMessageAt = now
    this.#received = time ?? 0
    this.#advanced = 0
    this.#isManaged = false
    this.#isEnded = false
  }

  /** Wall-clock seconds of silence beyond the allowed ones; negative while the silence is allowed. */
  silence(now: number): number {
    const allowed = this.#isManaged ? this.#settings.lostSeconds : this.#settings.silenceSeconds
    return (now - this.#lastMessageAt) / 1_000 - allowed
  }

  advanceTo(time: number): void {
    if (time > this.#advanced) this.#advanced = time
  }
}

/** A timeline, and the time (monotonic milliseconds) until which its partition was read to the end. Null: not known. */
interface ReadTimeline {
  readonly timeline: Timeline
  readonly readUntil: number | null
}

/**
 * Advances the silent timelines of one source (one for each partition) to its furthest watermark. While the source is silent
 * in all partitions, they advance with the clock. Never beyond `maxTime` (epoch seconds). A partition that may have unread
 * events does not advance, and it is not silent.
 */
export function advanceSilent(all: readonly ReadTimeline[], maxTime: number): void {
  const silenceOf = ({ timeline, readUntil }: ReadTimeline) =>
    readUntil === null ? 0 : timeline.silence(readUntil)
  const furthest = Math.max(...all.map(({ timeline }) => timeline.received))
  const silenceEverywhere = Math.max(0, Math.min(...all.map(silenceOf)))
  const target = Math.min(furthest + silenceEverywhere, maxTime)
  for (const each of all) if (silenceOf(each) > 0) each.timeline.advanceTo(target)
}
