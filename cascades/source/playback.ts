import type { ScheduledCascade } from './scheduled-cascade.ts'

/** One event of a playback. */
export interface PlayedEvent {
  /** Number of its cascade. */
  readonly number: number
  /** Index of the event in its cascade; 0 is the post. */
  readonly place: number
  /** Seconds since the playback's beginning. */
  readonly time: number
  /** Null: unknown. */
  readonly magnitude: number | null
  /** Id of the author of a post. Absent: unknown, or a reshare. */
  readonly authorId?: string
}

interface Playing {
  readonly cascade: ScheduledCascade
  place: number
}

/**
 * Merges cascades into one deterministic sequence of events in order of time. The cascades must be sorted by start, and are
 * requested only when they begin. Memory: the cascades in progress, n. Cost: O(log n) for each event.
 */
export class Playback {
  readonly #coming: Iterator<ScheduledCascade>
  #next: ScheduledCascade | null
  // A binary heap ordered by the time of the next event, in two parallel arrays.
  readonly #times: number[] = []
  readonly #playing: Playing[] = []
  #taken = 0

  constructor(cascades: Iterable<ScheduledCascade>) {
    this.#coming = cascades[Symbol.iterator]()
    this.#next = this.#coming.next().value ?? null
    this.#begin()
  }

  /** Number of events taken so far. */
  get taken(): number {
    return this.#taken
  }

  /** Time of the next event; Infinity when there is none. */
  get nextTime(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY
  }

  /** Takes the next event. There must be one. */
  take(): PlayedEvent {
    const playing = this.#playing[0]!
    const { cascade, place } = playing
    const magnitude = cascade.magnitudes[place]!
    const event = {
      number: cascade.number,
      place,
      time: this.#times[0]!,
      magnitude: Number.isNaN(magnitude) ? null : magnitude,
      ...(place === 0 && cascade.postAuthorId !== undefined && { authorId: cascade.postAuthorId })
    }
    playing.place++
    this.#taken++
    if (playing.place < cascade.times.length)
      this.#sink(cascade.start + cascade.times[playing.place]!, playing)
    else this.#drop()
    this.#begin()
    return event
  }

  /** Skips at most `count` events. */
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

  /** Replaces the root of the heap and restores the heap order. */
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
