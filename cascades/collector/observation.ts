import type { EventStore } from './event-store.ts'

/** An event of an observation: `time` in seconds since the post, `magnitude` in followers, absent where unknown. */
export interface ObservedEvent {
  readonly time: number
  readonly magnitude?: number
  /** Id of the author of the post. */
  readonly authorId?: string
}

/**
 * Returns the owner's events within windowSeconds of the post, in order of time (the post first, equal times by arrival). An
 * event dated before its post gets the post's time, since clocks differ. Times are rounded to microseconds, the precision of
 * epoch seconds in float64. `post`: index of the post by arrival. `postAuthor`: id of its author.
 */
export function observeEvents(
  store: EventStore,
  owner: number,
  post: number,
  origin: number,
  windowSeconds: number,
  postAuthor: string | null
): readonly ObservedEvent[] {
  const events: ObservedEvent[] = [{ time: 0 }]
  let isSorted = true
  let previous = 0
  let place = 0
  for (let number = 0, count = store.count(owner); number < count; number++) {
    place = number === 0 ? store.first(owner) : store.after(place)
    if (number === post) {
      events[0] = {
        ...toObserved(0, store.magnitude(place)),
        ...(postAuthor === null ? {} : { authorId: postAuthor })
      }
      continue
    }
    const time = Math.max(0, Math.round((store.time(place) - origin) * 1e6) / 1e6)
    if (time > windowSeconds) continue
    if (time < previous) isSorted = false
    previous = time
    events.push(toObserved(time, store.magnitude(place)))
  }
  // The sort is stable: events of equal time stay in order of arrival, after the post.
  return isSorted ? events : events.sort((left, right) => left.time - right.time)
}

function toObserved(time: number, magnitude: number | null): ObservedEvent {
  return magnitude === null ? { time } : { time, magnitude }
}
