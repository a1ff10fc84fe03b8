export interface TimelineSettings {
  /** How late an event may come after its source's watermark: seconds, by event time. */
  readonly latenessSeconds: number
  /** Wall seconds without a word after which a source without watermarks is carried on (see silence). */
  readonly silenceSeconds: number
  /** The same for a source that writes watermarks: long, for it may be restarted and resume. */
  readonly lostSeconds: number
}

/** What survives a restart. */
export interface TimelineState {
  readonly watermark: number
  readonly isManaged: boolean
  readonly isEnded: boolean
}

/**
 * How far one source has come, within one partition. A source that writes watermarks moves by them alone; the time of
 * one that does not (a foreign feed) is that of its latest event. See carryOn for what happens when it falls silent.
 */
export class Timeline {
  readonly #settings: TimelineSettings
  /** By its own words. */
  #received: number
  /** By being carried on in silence. */
  #carried = 0
  #isManaged: boolean
  #isEnded: boolean
  #heardAt: number

  /** `now`: monotonic milliseconds. */
  constructor(settings: TimelineSettings, now: number, state?: TimelineState) {
    this.#settings = settings
    this.#received = state?.watermark ?? 0
    this.#isManaged = state?.isManaged ?? false
    this.#isEnded = state?.isEnded ?? false
    this.#heardAt = now
  }

  get received(): number {
    return this.#received
  }

  get watermark(): number {
    return Math.max(this.#received, this.#carried)
  }

  /** Epoch seconds up to which everything that counts as in time has arrived; beyond all times once the source has ended. */
  get passed(): number {
    return this.#isEnded ? Number.MAX_VALUE : this.watermark - this.#settings.latenessSeconds
  }

  get state(): TimelineState {
    return { watermark: this.watermark, isManaged: this.#isManaged, isEnded: this.#isEnded }
  }

  receiveEvent(time: number, now: number): void {
    this.#heardAt = now
    // Whoever has ended and speaks again has begun again.
    this.#isEnded = false
    if (!this.#isManaged && time > this.#received) this.#received = time
  }

  receiveWatermark(time: number, isLast: boolean, now: number): void {
    this.#heardAt = now
    this.#isManaged = true
    this.#isEnded = isLast
    if (time > this.#received) this.#received = time
  }

  /** An operator sets its time, back or forth; null: as if it had not spoken yet. Its next word says whether it is managed. */
  reset(time: number | null, now: number): void {
    this.#heardAt = now
    this.#received = time ?? 0
    this.#carried = 0
    this.#isManaged = false
    this.#isEnded = false
  }

  /** Wall seconds without a word, beyond what is put up with; negative before that. */
  silence(now: number): number {
    const allowed = this.#isManaged ? this.#settings.lostSeconds : this.#settings.silenceSeconds
    return (now - this.#heardAt) / 1_000 - allowed
  }

  carryTo(time: number): void {
    if (time > this.#carried) this.#carried = time
  }
}

/**
 * Carries the silent ones among one source's timelines (one a partition) on: to what the source has said elsewhere, and
 * once it is silent everywhere from there at wall speed; never beyond `maxTime` (epoch seconds). `now`: monotonic milliseconds.
 */
export function carryOn(timelines: readonly Timeline[], now: number, maxTime: number): void {
  const furthest = Math.max(...timelines.map(each => each.received))
  const silenceEverywhere = Math.max(0, Math.min(...timelines.map(each => each.silence(now))))
  const target = Math.min(furthest + silenceEverywhere, maxTime)
  for (const each of timelines) if (each.silence(now) > 0) each.carryTo(target)
}
