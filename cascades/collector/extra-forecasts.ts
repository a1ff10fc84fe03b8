/*
Purpose: decides when a cascade is forecast again beside its windows. There are four reasons:

    scheduled        it has a later age of the settings (3 h, 6 h, 1 day, 3 days)
    above-interval   it has more events than the high end of its latest forecast
    below-interval   it has fewer events than the low end, and none for QUIET_SECONDS
    resumed          RESUMED_EVENTS events followed a quiet phase of QUIET_SECONDS

Invariants: a cascade has at most MAX_EXTRA_FORECASTS of them, at least MIN_GAP_SECONDS of event time apart; a place is kept for
each later age, and no other forecast comes shortly before a window or a later age. The decisions depend only on the events in
their order of arrival, the cascade's row and its latest forecast.
Callers: OpenCascades plans whenever it schedules a cascade; EventTimeTimers triggers what is due.
After a crash: the row has the count and the time of the latest one, and the rest follows from the events and the latest forecast.
*/
import { maxWindowSeconds } from '../../predictors/cascade-size/observation-input.ts'
import type { CascadeForecast, ExtraState } from '../rows/cascade-record.ts'
import type { CascadeColumns } from './cascade-columns.ts'

const extraReasons = ['scheduled', 'above-interval', 'below-interval', 'resumed'] as const
type ExtraReason = (typeof extraReasons)[number]

/** Identifies an extra forecast together with its cascade. `sequence`: 1 for the first of the cascade. */
export interface ExtraForecast {
  readonly reason: ExtraReason
  readonly sequence: number
}

/** Maximum number of extra forecasts of a cascade. */
export const MAX_EXTRA_FORECASTS = 20
/** Minimum time between two extra forecasts of a cascade, in event time. */
export const MIN_GAP_SECONDS = 600
/** Time without an event after which a cascade is quiet. */
const QUIET_SECONDS = 3_600
/** Number of events after a quiet phase from which the activity has resumed. One may be a straggler. */
const RESUMED_EVENTS = 3
/** Minimum time from any forecast to an extra one. */
const MIN_DELAY_SECONDS = 60
/** Minimum time between two announcements that a cascade grows faster than expected, in event time. */
const FASTER_COOLDOWN_SECONDS = 3_600
const MAX_COUNT = 255

/** The extra forecasts of the cascades of one partition. */
export class ExtraForecasts {
  readonly #columns: CascadeColumns
  /** Ascending. */
  readonly #ages: readonly number[]

  constructor(columns: CascadeColumns, ages: readonly number[]) {
    this.#columns = columns
    this.#ages = ages
  }

  reset(number: number): void {
    this.#setAge(number, 0)
  }

  /** `lastWindow`: the latest window that has passed; 0: none. */
  restore(number: number, state: ExtraState | null, lastWindow: number): void {
    const columns = this.#columns
    columns.extraCount[number] = state?.count ?? 0
    columns.extraAt[number] = state?.at ?? Number.NaN
    columns.fasterAt[number] = state?.fasterAt ?? Number.NaN
    columns.forecastAge[number] = Math.max(lastWindow, state?.age ?? 0)
    if (columns.forecastAge[number]! > 0) columns.low[number] = Number.NaN
    this.#setAge(number, state?.passedAge ?? 0)
  }

  state(number: number): ExtraState | null {
    const { extraCount, extraAt, forecastAge, nextAge, fasterAt } = this.#columns
    const passedAge = this.#ages.findLast(each => each < nextAge[number]!) ?? 0
    const at = orNull(extraAt[number]!)
    const announcedAt = orNull(fasterAt[number]!)
    if (at === null && announcedAt === null && passedAge === 0) return null
    return { count: extraCount[number]!, at, age: forecastAge[number]!, passedAge, fasterAt: announcedAt }
  }

  /** Notes the time of an event, in the order of arrival and before the cascade's lastTime is set. */
  observe(number: number, time: number): void {
    const { lastTime, resumedAt, resumedEvents } = this.#columns
    const last = lastTime[number]!
    if (last > 0 && time - last >= QUIET_SECONDS) {
      resumedAt[number] = time
      resumedEvents[number] = 1
    } else if (resumedEvents[number]! > 0 && resumedEvents[number]! < MAX_COUNT) resumedEvents[number]!++
  }

  /** Notes the latest forecast of a cascade, unless it answers an earlier request than the latest one. */
  noteForecast(number: number, { windowSeconds, low, high }: CascadeForecast): void {
    const columns = this.#columns
    if (windowSeconds < columns.forecastAge[number]!) return
    columns.low[number] = low ?? 0
    columns.high[number] = high ?? Number.POSITIVE_INFINITY
    columns.extraDue[number] = Number.POSITIVE_INFINITY
  }

  /** Plans the next extra forecast beside the later ages, if there is a reason. A planned one keeps its time. */
  plan(number: number, eventCount: number): void {
    const columns = this.#columns
    const age = columns.forecastAge[number]!
    if (age === 0 || columns.extraDue[number]! < Number.POSITIVE_INFINITY) return
    const reason = this.#findReason(number, eventCount)
    if (reason === null) return
    const last = columns.lastTime[number]!
    columns.extraDue[number] = this.#findDue(
      number,
      reason === 'below-interval' ? last + QUIET_SECONDS : last
    )
    columns.extraReason[number] = extraReasons.indexOf(reason)
  }

  /**
   * When a cascade must be in memory to look for the answer to its latest forecast: its activity may have fallen below the
   * interval. Infinity: it need not. Answers are not noted of cascades that are not in memory.
   */
  checkAt(number: number): number {
    const { low, lastTime, origin, forecastAge, checkedAt } = this.#columns
    const quietAt = lastTime[number]! + QUIET_SECONDS
    if (!Number.isNaN(low[number]!) || quietAt <= origin[number]! + forecastAge[number]!)
      return Number.POSITIVE_INFINITY
    return Math.max(this.#findDue(number, quietAt), checkedAt[number]! + QUIET_SECONDS)
  }

  /** Notes that a cascade was loaded to look for that answer: without one, it is looked for again later. */
  noteCheck(number: number, at: number): void {
    this.#columns.checkedAt[number] = at
  }

  /**
   * Marks a cascade with more events than the high end of its latest forecast as growing faster than expected. Returns true
   * when it was not marked before, once in FASTER_COOLDOWN_SECONDS.
   */
  startFaster(number: number, eventCount: number): boolean {
    const { high, lastTime, fasterSince, fasterAt } = this.#columns
    if (eventCount <= high[number]! || !Number.isNaN(fasterSince[number]!)) return false
    const at = lastTime[number]!
    if (at < fasterAt[number]! + FASTER_COOLDOWN_SECONDS) return false
    fasterSince[number] = at
    fasterAt[number] = at
    return true
  }

  /** Notes that a window has passed: its forecast replaces the latest one. */
  passWindow(number: number, windowSeconds: number, eventCount: number): void {
    this.#endFaster(number, eventCount)
    this.#awaitForecast(number, windowSeconds)
  }

  /**
   * Takes the extra forecast that is due at the cascade's next later age or planned time. Returns its age, and null as `extra`
   * where a limit forbids it or `hasRoom` is false.
   */
  take(
    number: number,
    eventCount: number,
    hasRoom: () => boolean
  ): { readonly age: number; readonly extra: ExtraForecast | null; readonly isDropped: boolean } {
    const columns = this.#columns
    const origin = columns.origin[number]!
    const isScheduled = origin + columns.nextAge[number]! <= columns.extraDue[number]!
    const reason = isScheduled ? 'scheduled' : extraReasons[columns.extraReason[number]!]!
    const age = isScheduled ? columns.nextAge[number]! : Math.round(columns.extraDue[number]! - origin)
    if (isScheduled) this.#setAge(number, age)
    columns.extraDue[number] = Number.POSITIVE_INFINITY
    if (columns.extraCount[number]! >= MAX_EXTRA_FORECASTS || this.#earliest(number) > origin + age)
      return { age, extra: null, isDropped: false }
    columns.extraAt[number] = origin + age
    if (!hasRoom()) return { age, extra: null, isDropped: true }
    if (reason !== 'above-interval') this.#endFaster(number, eventCount)
    this.#awaitForecast(number, age)
    const sequence = ++columns.extraCount[number]!
    return { age, extra: { reason, sequence }, isDropped: false }
  }

  #findReason(number: number, eventCount: number): ExtraReason | null {
    const { low, high, lastTime, origin, forecastAge, resumedAt, resumedEvents } = this.#columns
    const forecastAt = origin[number]! + forecastAge[number]!
    if (eventCount > high[number]!) return 'above-interval'
    if (resumedEvents[number]! >= RESUMED_EVENTS && resumedAt[number]! > forecastAt) return 'resumed'
    if (eventCount < low[number]! && lastTime[number]! + QUIET_SECONDS > forecastAt) return 'below-interval'
    return null
  }

  /** The earliest time from `wanted` on at which an extra forecast is allowed. Infinity: none is, or a scheduled one is soon. */
  #findDue(number: number, wanted: number): number {
    const { origin, forecastAge, nextWindow, nextAge } = this.#columns
    const begin = origin[number]!
    const earliest = Math.max(
      wanted,
      begin + forecastAge[number]! + MIN_DELAY_SECONDS,
      this.#earliest(number)
    )
    const due = begin + Math.ceil(earliest - begin)
    const next = Math.min(nextWindow[number]!, nextAge[number]!)
    const isAllowed =
      this.#placesLeft(number) > 0 && due + MIN_GAP_SECONDS <= begin + next && due <= begin + maxWindowSeconds
    return isAllowed ? due : Number.POSITIVE_INFINITY
  }

  /** The number of extra forecasts beside those of the later ages that are still to come. */
  #placesLeft(number: number): number {
    const { nextAge, extraCount } = this.#columns
    const kept = this.#ages.filter(each => each >= nextAge[number]!).length
    return MAX_EXTRA_FORECASTS - kept - extraCount[number]!
  }

  /** The earliest time at which the gap to the previous extra forecast is kept. */
  #earliest(number: number): number {
    const at = this.#columns.extraAt[number]!
    return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at + MIN_GAP_SECONDS
  }

  /** Removes the mark of a cascade that its latest forecast contains again. */
  #endFaster(number: number, eventCount: number): void {
    const { high, fasterSince } = this.#columns
    if (Number.isFinite(high[number]!) && eventCount <= high[number]!) fasterSince[number] = Number.NaN
  }

  #awaitForecast(number: number, age: number): void {
    const columns = this.#columns
    columns.forecastAge[number] = age
    columns.low[number] = Number.NaN
    columns.high[number] = Number.POSITIVE_INFINITY
    columns.extraDue[number] = Number.POSITIVE_INFINITY
  }

  #setAge(number: number, passed: number): void {
    this.#columns.nextAge[number] = this.#ages.find(each => each > passed) ?? Number.POSITIVE_INFINITY
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
