import type { ScheduledCascade } from './scheduled-cascade.ts'

/** One event of a playback. */
export interface PlayedEvent {
  /** The cascade's. */
  readonly number: number
  /** Its place in the cascade; 0 is the post. */
  readonly place: number
  /** Seconds since the playback's beginning. */
  readonly time: number
  readonly magnitude: number
}

interface Playing {
  readonly cascade: ScheduledCascade
  place: number
}

/**
 * Merges cascades into one sequence of events in order of time; the same cascades give the same sequence. They must come
 * in order of their starts, and are asked for only as they begin: memory holds those under way. Cost: O(log of those
 * under way) an event.
 */
export class Playback {
  readonly #coming: Iterator<ScheduledCascade>
  #next: ScheduledCascade | null
  // A binary heap by the time of the next event; times and playing side by side.
  readonly #times: number[] = []
  readonly #playing: Playing[] = []
  #taken = 0

  constructor(cascades: Iterable<ScheduledCascade>) {
    this.#coming = cascades[Symbol.iterator]()
    this.#next = this.#coming.next().value ?? null
    this.#begin()
  }

  /** Events taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** When the next event comes; Infinity when none does. */
  get nextTime(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY
  }

  /** Takes the next event. There must be one. */
  take(): PlayedEvent {
    const playing = this.#playing[0]!
    const { cascade, place } = playing
    const event = {
      number: cascade.number,
      place,
      time: this.#times[0]!,
      magnitude: cascade.magnitudes[place]!
    }
    playing.place++
    this.#taken++
    if (playing.place < cascade.times.length)
      this.#sink(cascade.start + cascade.times[playing.place]!, playing)
    else this.#drop()
    this.#begin()
    return event
  }

  /** Passes over the first events, at most so many. */
  skip(count: number): void {
    for (let left = count; left > 0 && this.nextTime < Number.POSITIVE_INFINITY; left--) this.take()
  }

  #begin(): void {
    while (this.#next !== null && this.#next.start <= this.nextTime) {
      this.#push(this.#next.start + this.#next.times[0]!, { cascade: this.#next, place: 0 })
      this.#next = this.#coming.next().value ?? null
    }
  }

  #push(time: number, playing: Playing): void {
    let at = this.#times.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (this.#times[parent]! <= time) break
      this.#set(at, this.#times[parent]!, this.#playing[parent]!)
      at = parent
    }
    this.#set(at, time, playing)
  }

  #drop(): void {
    const time = this.#times.pop()!
    const playing = this.#playing.pop()!
    if (this.#times.length > 0) this.#sink(time, playing)
  }

  /** Puts it in the place of the first one, and down to where it belongs. */
  #sink(time: number, playing: Playing): void {
    const times = this.#times
    let at = 0
    for (let child = 1; child < times.length; child = 2 * at + 1) {
      if (child + 1 < times.length && times[child + 1]! < times[child]!) child++
      if (times[child]! >= time) break
      this.#set(at, times[child]!, this.#playing[child]!)
      at = child
    }
    this.#set(at, time, playing)
  }

  #set(at: number, time: number, playing: Playing): void {
    this.#times[at] = time
    this.#playing[at] = playing
  }
}
