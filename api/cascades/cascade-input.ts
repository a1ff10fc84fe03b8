import type { components } from '../../ports/contract/generated/types.ts'
import { invalidField } from '../../ports/invalid-field.ts'
import { memberText } from '../http/body.ts'
import type { JsonBody } from '../http/call.ts'

/** The input that `POST /cascades` passes to the predictor, and the fields about it in the answer. */
interface CascadeInput {
  readonly windowSeconds: number
  readonly isDefaultWindow: boolean
  readonly observedEvents: number
  readonly ignoredEvents: number
  /** JSON text: {events, windowSeconds}, with the text of `events` unchanged. */
  readonly input: string
}

type Submission = components['schemas']['CascadeSubmission']

const MAX_FAULTS = 20
const MIN_WINDOW_SECONDS = 60
const MAX_WINDOW_SECONDS = 604_800

/**
 * Checks the rules that a schema cannot express: the post comes first, at time 0; times never decrease; the number of events
 * is limited. Throws Failure('invalid-field') with at most MAX_FAULTS faults. Cost: one pass over the events, without a copy.
 */
export function readCascadeInput(json: JsonBody<Submission>, maxEvents: number): CascadeInput {
  const { events, window, windowSeconds: given = window } = json.value
  if (window !== undefined && window !== given)
    throw invalidField(
      '/window',
      `must equal windowSeconds, ${given} (got ${window}): send only windowSeconds, window is its old name`
    )
  if (events.length > maxEvents)
    throw invalidField('/events', `must have at most ${maxEvents} events (got ${events.length})`)
  const faults: { field: string; reason: string }[] = []
  if (events[0]!.time !== 0)
    faults.push({
      field: '/events/0/time',
      reason: `must be 0: the first event is the post, and times count from the post (got ${events[0]!.time})`
    })
  const windowSeconds = given ?? Math.max(MIN_WINDOW_SECONDS, events.at(-1)!.time)
  if (windowSeconds > MAX_WINDOW_SECONDS)
    faults.push({
      field: '/windowSeconds',
      reason: `is missing: the last event is later than ${MAX_WINDOW_SECONDS} s, so send the age at which to forecast`
    })
  let observedEvents = 0
  for (let i = 0; i < events.length && faults.length < MAX_FAULTS; i++) {
    const { time } = events[i]!
    if (i > 0 && time < events[i - 1]!.time)
      faults.push({
        field: `/events/${i}/time`,
        reason: `must be at least ${events[i - 1]!.time}, the time of the event before (got ${time}): sort the events`
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
