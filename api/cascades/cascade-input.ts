import type { components } from '../../ports/contract/generated/types.ts'
import { invalidField } from '../../ports/invalid-field.ts'
import { memberText } from '../http/body.ts'
import type { JsonBody } from '../http/call.ts'

/** What `POST /cascades` hands to the predictor, and what it tells of it. */
interface CascadeInput {
  readonly windowSeconds: number
  readonly isDefaultWindow: boolean
  readonly observedEvents: number
  readonly ignoredEvents: number
  /** JSON text: {events, windowSeconds}; the events as they were sent. */
  readonly input: string
}

type Submission = components['schemas']['CascadeSubmission']

const MAX_FAULTS = 20
const MIN_WINDOW_SECONDS = 60
const MAX_WINDOW_SECONDS = 604_800

/**
 * Checks what the contract cannot say: the post comes first, at time 0; times never decrease; not too many events.
 * Throws Failure('invalid-field'), naming each fault up to a bound. Cost: one pass, and no copy of the events.
 */
export function readCascadeInput(json: JsonBody, maxEvents: number): CascadeInput {
  const { events, window, windowSeconds: given = window } = json.value as Submission
  if (window !== undefined && window !== given)
    throw invalidField(
      '/window',
      `must be windowSeconds, ${given}, or left out (got ${window}): it is its old name`
    )
  if (events.length > maxEvents)
    throw invalidField('/events', `must have at most ${maxEvents} events (got ${events.length})`)
  const faults: { field: string; reason: string }[] = []
  if (events[0]!.time !== 0)
    faults.push({
      field: '/events/0/time',
      reason: `must be 0: the first event is the post, times count from it (got ${events[0]!.time})`
    })
  const windowSeconds = given ?? Math.max(MIN_WINDOW_SECONDS, events.at(-1)!.time)
  if (windowSeconds > MAX_WINDOW_SECONDS)
    faults.push({
      field: '/windowSeconds',
      reason: `is missing: the last event is later than ${MAX_WINDOW_SECONDS} s, so say when the post was looked at`
    })
  let observedEvents = 0
  for (let i = 0; i < events.length && faults.length < MAX_FAULTS; i++) {
    const { time } = events[i]!
    if (i > 0 && time < events[i - 1]!.time)
      faults.push({
        field: `/events/${i}/time`,
        reason: `must not be less than the time before, ${events[i - 1]!.time} (got ${time}): sort the events`
      })
    if (time <= windowSeconds) observedEvents++
  }
  if (faults.length > 0) throw invalidField(faults[0]!.field, faults[0]!.reason, faults)
  return {
    windowSeconds,
    isDefaultWindow: given === undefined,
    observedEvents,
    ignoredEvents: events.length - observedEvents,
    input: `{"events":${memberText(json, 'events')},"windowSeconds":${JSON.stringify(windowSeconds)}}`
  }
}
