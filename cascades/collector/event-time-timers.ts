import type { Clock } from '../../ports/clock.ts'
import type { CascadeCache } from './cascade-cache.ts'
import type { Counters } from './counters.ts'
import { observeEvents } from './observation.ts'
import type { OpenCascades } from './open-cascades.ts'
import type { PendingChanges } from './pending-changes.ts'
import type { Source } from './sources.ts'

/**
 * The timers of a partition's cascades. A timer is set in event time and fires when the watermark of its source passes it:
 * it triggers the forecast of a window, ends a cascade, or gives up waiting for a post. OpenCascades.schedule sets them.
 */
export class EventTimeTimers {
  readonly #cascades: OpenCascades
  readonly #cache: CascadeCache
  readonly #pending: PendingChanges
  readonly #clock: Clock
  readonly #counters: Counters

  constructor(
    cascades: OpenCascades,
    cache: CascadeCache,
    pending: PendingChanges,
    clock: Clock,
    counters: Counters
  ) {
    this.#cascades = cascades
    this.#cache = cache
    this.#pending = pending
    this.#clock = clock
    this.#counters = counters
  }

  /** Fires the timers that are due by the watermark of this source, the earliest first. */
  fireDue({ heap, timeline }: Source): void {
    const { passed } = timeline
    while (heap.first <= passed) {
      const at = heap.first
      const number = heap.take()
      // The entry is outdated: its cascade was evicted or rescheduled.
      if (this.#cascades.scheduledAt[number] !== at) continue
      this.#cascades.scheduledAt[number] = Number.NaN
      this.#fire(number, passed)
    }
  }

  #fire(number: number, passed: number): void {
    const cascades = this.#cascades
    const at = cascades.dueAt(number)
    if (at <= passed) {
      this.#pending.alter(number)
      const origin = cascades.origin[number]!
      if (Number.isNaN(origin)) {
        cascades.adopt(number)
        this.#counters.adopted++
      } else if (origin + cascades.nextWindow[number]! <= cascades.endOf(number))
        this.#triggerForecast(number)
      else {
        cascades.endedAt[number] = at
        this.#pending.end(number)
        this.#cache.settle(number)
        this.#counters.ended++
      }
    }
    cascades.schedule(number)
  }

  /** Triggers the forecast of the cascade's next window: the checkpoint submits its events up to the window's end. */
  #triggerForecast(number: number): void {
    const { ids, events, post, origin, nextWindow } = this.#cascades
    const windowSeconds = nextWindow[number]!
    this.#pending.passWindow({
      cascadeId: ids[number]!,
      windowSeconds,
      events: observeEvents(events, number, post[number]!, origin[number]!, windowSeconds),
      provenance: this.#cascades.provenanceOf(number),
      passedAt: this.#clock.now()
    })
    this.#cascades.passWindow(number)
    this.#counters.windows++
  }
}
