import { DueHeap } from './due-heap.ts'
import { Timeline, type TimelineSettings, type TimelineState } from './timeline.ts'

/** One source within one partition. */
export interface Source {
  readonly name: string
  readonly timeline: Timeline
  /** Timers of its open cascades in memory. */
  readonly heap: DueHeap
  /** A lower bound for the due times of its cascades that are not in memory. */
  storedDue: number
}

/** The sources that have sent messages to one partition. */
export class Sources {
  readonly #settings: TimelineSettings
  readonly #byName = new Map<string, Source>()

  constructor(settings: TimelineSettings) {
    this.#settings = settings
  }

  /** Returns a source, and creates it from `state` if it is not known. `now`: monotonic milliseconds. */
  of(name: string, now: number, state?: TimelineState): Source {
    const known = this.#byName.get(name)
    if (known) return known
    const timeline = new Timeline(this.#settings, now, state)
    const source = { name, timeline, heap: new DueHeap(), storedDue: Number.POSITIVE_INFINITY }
    this.#byName.set(name, source)
    return source
  }

  all(): Iterable<Source> {
    return this.#byName.values()
  }

  states(): Readonly<Record<string, TimelineState>> {
    return Object.fromEntries([...this.#byName].map(([name, { timeline }]) => [name, timeline.state]))
  }
}
