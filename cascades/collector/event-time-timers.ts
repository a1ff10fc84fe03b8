import type { Clock } from '../../ports/clock.ts'
import type { CascadeCache } from './cascade-cache.ts'
import type { Counters } from './counters.ts'
import type { ExtraForecast } from './extra-forecasts.ts'
import { observeEvents } from './observation.ts'
import type { OpenCascades } from './open-cascades.ts'
import type { PartitionParts } from './partition-settings.ts'
import type { PendingChanges } from './pending-changes.ts'
import type { Source } from './sources.ts'

/**
 * The timers of a partition's cascades. A timer is set in event time and fires when the watermark of its source passes it:
 * it triggers a forecast, ends a cascade, or gives up waiting for a post. OpenCascades.schedule sets them.
 */
export class EventTimeTimers {
  readonly #cascades: OpenCascades
  readonly #cache: CascadeCache
  readonly #pending: PendingChanges
  readonly #clock: Clock
  readonly #counters: Counters
  readonly #hasRoom: () => boolean

  constructor(
    cascades: OpenCascades,
    cache: CascadeCache,
    pending: PendingChanges,
    counters: Counters,
    { clock, hasRoom }: Pick<PartitionParts, 'clock' | 'hasRoom'>
  ) {
    this.#cascades = cascades
    this.#cache = cache
    this.#pending = pending
    this.#clock = clock
    this.#counters = counters
    this.#hasRoom = hasRoom
  }

  /** Fires the timers that are due by the watermark of this source, the earliest first. */
  fireDue({ heap, timeline }: Source): void {
    const { passed } = timeline
    const isByClock = (at: number) => !timeline.hasReceived(at)
    while (heap.first <= passed) {
      const at = heap.first
      const number = heap.take()
      // The entry is outdated: its cascade was evicted or rescheduled.
      if (this.#cascades.scheduledAt[number] !== at) continue
      this.#cascades.scheduledAt[number] = Number.NaN
      this.#fire(number, passed, isByClock)
    }
  }

  #fire(number: number, passed: number, isByClock: (at: number) => boolean): void {
    const cascades = this.#cascades
    const at = cascades.dueAt(number)
    if (at <= passed) {
      this.#pending.alter(number)
      const origin = cascades.origin[number]!
      if (Number.isNaN(origin)) {
        cascades.adopt(number)
        this.#counters.adopted++
      } else if (cascades.nextForecastAt(number) <= cascades.endOf(number)) {
        if (origin + cascades.nextWindow[number]! <= cascades.nextForecastAt(number))
          this.#passWindow(number, isByClock(at))
        else this.#takeExtra(number, isByClock(at))
      } else {
        cascades.endedAt[number] = at
        this.#pending.end(number)
        this.#cache.settle(number)
        this.#counters.ended++
      }
    }
    cascades.schedule(number)
  }

  #passWindow(number: number, isByClock: boolean): void {
    this.#triggerForecast(number, this.#cascades.nextWindow[number]!, null, isByClock)
    this.#cascades.passWindow(number)
    this.#counters.windows++
  }

  #takeExtra(number: number, isByClock: boolean): void {
    const count = this.#cascades.events.count(number)
    const { age, extra, isDropped } = this.#cascades.extra.take(number, count, this.#hasRoom)
    if (isDropped) this.#counters.extraDropped++
    if (extra === null) return
    this.#triggerForecast(number, age, extra, isByClock)
    this.#counters.extraForecasts++
  }

  /** Triggers a forecast: the checkpoint submits the cascade's events up to this age. `extra`: null for a window. */
  #triggerForecast(
    number: number,
    windowSeconds: number,
    extra: ExtraForecast | null,
    isByClock: boolean
  ): void {
    const { ids, events, post, postAuthors, origin } = this.#cascades
    this.#pending.forecast({
      cascadeId: ids[number]!,
      windowSeconds,
      events: observeEvents(
        events,
        number,
        post[number]!,
        origin[number]!,
        windowSeconds,
        postAuthors[number]!
      ),
      provenance: this.#cascades.provenanceOf(number),
      passedAt: this.#clock.now(),
      extra,
      isByClock
    })
  }
}
