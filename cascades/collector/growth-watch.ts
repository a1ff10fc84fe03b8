import type { NotedForecast } from '../rows/cascades.ts'
import type { Counters } from './counters.ts'
import type { OpenCascades } from './open-cascades.ts'
import type { PendingChanges } from './pending-changes.ts'

/** Notices the open cascades of a partition that grow faster than their latest forecast expects. */
export class GrowthWatch {
  readonly #cascades: OpenCascades
  readonly #pending: PendingChanges
  readonly #counters: Counters

  constructor(cascades: OpenCascades, pending: PendingChanges, counters: Counters) {
    this.#cascades = cascades
    this.#pending = pending
    this.#counters = counters
  }

  /** Notes the latest forecasts of cascades: an extra one may follow. Cascades that are not in memory read them later. */
  noteForecasts(forecasts: readonly NotedForecast[]): void {
    for (const { cascadeId, forecast } of forecasts) {
      const number = this.#cascades.numberOf(cascadeId)
      if (number === undefined || this.#cascades.isEnded(number)) continue
      const before = this.#cascades.dueAt(number)
      this.#cascades.extra.noteForecast(number, forecast)
      this.#cascades.schedule(number)
      this.watch(number)
      // The row must have the new due time, so that it is loaded then after a restart.
      if (this.#cascades.dueAt(number) < before) this.#pending.alter(number)
    }
  }

  /** Compares a cascade, which has changed, with its latest forecast. */
  watch(number: number): void {
    const cascades = this.#cascades
    const events = cascades.events.count(number)
    if (!cascades.extra.startFaster(number, events)) return
    this.#pending.alter(number)
    const at = cascades.fasterSince[number]!
    const high = cascades.high[number]!
    this.#pending.growFaster({ cascadeId: cascades.ids[number]!, at, events, high })
    this.#counters.faster++
  }
}
