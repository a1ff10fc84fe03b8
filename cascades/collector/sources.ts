import { DueHeap } from './due-heap.ts'
import { Timeline, type TimelineSettings, type TimelineState } from './timeline.ts'

/** One source within one partition. */
export interface Source {
  readonly name: string
  readonly timeline: Timeline
  /** Its open cascades in memory, by number. */
  readonly heap: DueHeap
  /** Nothing that is not in memory is due before. */
  storedDue: number
}

/** The sources that have spoken in one partition. */
export class Sources {
  readonly #settings: TimelineSettings
  readonly #byName = new Map<string, Source>()

  constructor(settings: TimelineSettings) {
    this.#settings = settings
  }

  /** `now`: monotonic milliseconds; `state`: of one that is not known yet. */
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
