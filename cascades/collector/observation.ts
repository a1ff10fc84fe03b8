import type { EventStore } from './event-store.ts'

/** An event of an observation: seconds since the post, followers. */
export interface ObservedEvent {
  readonly time: number
  readonly magnitude: number
}

/**
 * The owner's events with time <= windowSeconds since the post, in order of time (the post first, then by arrival). An
 * event dated before its post counts at the post's time: clocks differ. Times to the microsecond, which is what float64
 * keeps of epoch seconds. `post`: which of the events it is, by arrival.
 */
export function observeEvents(
  store: EventStore,
  owner: number,
  post: number,
  origin: number,
  windowSeconds: number
): readonly ObservedEvent[] {
  const events: ObservedEvent[] = [{ time: 0, magnitude: 0 }]
  let isSorted = true
  let previous = 0
  let place = 0
  for (let number = 0, count = store.count(owner); number < count; number++) {
    place = number === 0 ? store.first(owner) : store.after(place)
    if (number === post) {
      events[0] = { time: 0, magnitude: store.magnitude(place) }
      continue
    }
    const time = Math.max(0, Math.round((store.time(place) - origin) * 1e6) / 1e6)
    if (time > windowSeconds) continue
    if (time < previous) isSorted = false
    previous = time
    events.push({ time, magnitude: store.magnitude(place) })
  }
  // The sort is stable: events of equal time stay as they came, the post before them.
  return isSorted ? events : events.sort((left, right) => left.time - right.time)
}
