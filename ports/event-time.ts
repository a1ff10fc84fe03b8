/**
 * Checks the times of events and watermarks on every interface that accepts them: POST /events, the events topic, live
 * feeds and replays. All times are seconds since 1970.
 */

/** 2000-01-01 and 2100-01-01: a number outside has another unit, or is no time. */
export const MIN_EVENT_TIME = 946_684_800
const MAX_EVENT_TIME = 4_102_444_800

const units: readonly (readonly [name: string, perSecond: number])[] = [
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9]
]

/** Says why a value is not the time of an event in seconds since 1970, without reading the clock; null: it is one. */
export function findUnitFault(value: unknown): string | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'is not a number of seconds since 1970'
  if (value < MIN_EVENT_TIME) return `is before the year 2000 (${value}): times are in seconds since 1970`
  if (value <= MAX_EVENT_TIME) return null
  const unit = units.find(
    ([, perSecond]) => value / perSecond >= MIN_EVENT_TIME && value / perSecond <= MAX_EVENT_TIME
  )
  const reason = `is after the year 2100 (${value}): times are in seconds since 1970`
  return unit ? `${reason}; this looks like ${unit[0]}` : reason
}

/** Says why a time is too far ahead of the clock; null: it is not. `now`: epoch seconds. */
export function findAheadFault(time: number, now: number, futureSeconds: number): string | null {
  return time > now + futureSeconds ? `is more than ${futureSeconds} s ahead of the clock (${time})` : null
}

/** Runs both checks. */
export function findTimeFault(value: unknown, now: number, futureSeconds: number): string | null {
  return findUnitFault(value) ?? findAheadFault(Number(value), now, futureSeconds)
}
