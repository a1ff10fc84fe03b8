import type { EventLog } from './event-log.ts'

/** An event of an observation: seconds since the post, followers. */
export interface ObservedEvent {
  readonly time: number
  readonly magnitude: number
}

/**
 * The events with time <= windowSeconds since the post, in order of time (the post first, then by arrival). An event
 * dated before its post counts at the post's time: clocks differ. Times to the microsecond, which is what float64 keeps
 * of epoch seconds.
 */
export function observedEvents(
  log: EventLog,
  post: number,
  origin: number,
  windowSeconds: number
): readonly ObservedEvent[] {
  const events: ObservedEvent[] = [{ time: 0, magnitude: log.magnitude(post) }]
  let isSorted = true
  let previous = 0
  for (let position = 0; position < log.count; position++) {
    if (position === post) continue
    const time = Math.max(0, Math.round((log.time(position) - origin) * 1e6) / 1e6)
    if (time > windowSeconds) continue
    if (time < previous) isSorted = false
    previous = time
    events.push({ time, magnitude: log.magnitude(position) })
  }
  // The sort is stable: events of equal time stay as they came, the post before them.
  return isSorted ? events : events.sort((left, right) => left.time - right.time)
}
