import type { Schema } from '../predictor.ts'
import { type Cascade, type Observation, observe } from './cascade.ts'

/** The input of a forecast: the events of a cascade, the post first, and the window. */
export interface ObservationInput {
  readonly events: readonly InputEvent[]
  /** Default: the time of the last event, at least 60 s. Events after the window are ignored. */
  readonly windowSeconds?: number
}

/** `time`: seconds since the post. `magnitude`: the author's followers; without it (or null) they are unknown, which is not 0. */
export interface InputEvent {
  readonly time: number
  readonly magnitude?: number | null
  /** An opaque id of the author. Only that of the post is used. */
  readonly authorId?: string
}

/** The final size: all events, the post included. */
export interface Outcome {
  readonly finalSize: number
}

export const minWindowSeconds = 60
export const maxWindowSeconds = 7 * 86_400
const maxEvents = 1_000_000
/** In Unicode code points. */
const maxAuthorIdLength = 200
/** As any id: without NUL and halves of surrogate pairs, which cannot be stored, and not `.` or `..`. */
const authorIdPattern = '^(?!\\.{1,2}$)[^\\u0000\\ud800-\\udfff]+$'
const authorId = new RegExp(authorIdPattern, 'u')

export const inputSchema: Schema = {
  $id: 'cascade-size/input',
  type: 'object',
  required: ['events'],
  additionalProperties: false,
  properties: {
    events: {
      type: 'array',
      description: 'The post at time 0, then all reshares in ascending order of time',
      minItems: 1,
      maxItems: maxEvents,
      items: {
        type: 'object',
        required: ['time'],
        additionalProperties: false,
        properties: {
          time: { type: 'number', minimum: 0, description: 'Seconds since the post' },
          magnitude: {
            type: ['number', 'null'],
            minimum: 0,
            description: "The author's number of followers. Without it, or null: unknown, which is not 0"
          },
          authorId: {
            type: 'string',
            minLength: 1,
            maxLength: maxAuthorIdLength,
            pattern: authorIdPattern,
            description: 'An opaque id of the author. Only that of the post is used'
          }
        }
      }
    },
    windowSeconds: {
      type: 'number',
      minimum: minWindowSeconds,
      maximum: maxWindowSeconds,
      description: 'The age of the cascade at the forecast. Default: the time of the last event, at least 60'
    }
  }
}

export const outcomeSchema: Schema = {
  $id: 'cascade-size/outcome',
  type: 'object',
  required: ['finalSize'],
  additionalProperties: false,
  properties: {
    finalSize: { type: 'integer', minimum: 1, description: 'The number of all events, the post included' }
  }
}

type ReadInput =
  | { readonly ok: true; readonly observation: Observation }
  | { readonly ok: false; readonly field: string; readonly reason: string }

/** Reads the observation of an input, or names the invalid field and the reason. Never throws. Cost O(n). */
export function readInput(input: ObservationInput): ReadInput {
  if (typeof input !== 'object' || input === null) return refuse('', 'must be an object')
  const { events, windowSeconds } = input
  if (windowSeconds !== undefined && !isWindow(windowSeconds))
    return refuse('windowSeconds', `must be from ${minWindowSeconds} to ${maxWindowSeconds} seconds`)
  const read = readEvents(events)
  if (!read.ok) return read
  const window = findWindow(input)
  if (!isWindow(window))
    return refuse('events', `must end by ${maxWindowSeconds} s unless windowSeconds is given`)
  return { ok: true, observation: observe(read.cascade, window) }
}

/** The window of an input that matches its schema. */
function findWindow({ events, windowSeconds }: ObservationInput): number {
  return windowSeconds ?? Math.max(minWindowSeconds, events[events.length - 1].time)
}

/** The slice of an input that matches its schema: its window, rounded to seconds. */
export function sliceOf(input: ObservationInput): string {
  return String(Math.round(findWindow(input)))
}

/** Counts the events within the window of an input that matches its schema. */
export function countEvents(input: ObservationInput): number {
  const window = findWindow(input)
  return input.events.filter(({ time }) => time <= window).length
}

type ReadEvents =
  | { readonly ok: true; readonly cascade: Cascade }
  | { readonly ok: false; readonly field: string; readonly reason: string }

/** Reads a cascade from a list of events, or names the invalid field and the reason. Never throws. Cost O(n). */
export function readEvents(events: readonly InputEvent[]): ReadEvents {
  if (!Array.isArray(events)) return refuse('events', 'must be a list of events')
  if (events.length === 0) return refuse('events', 'must contain at least one event, the post')
  if (events.length > maxEvents) return refuse('events', `must contain at most ${maxEvents} events`)
  const times = new Float64Array(events.length)
  const magnitudes = new Float64Array(events.length)
  for (let i = 0; i < events.length; i++) {
    const { time, magnitude, authorId }: Partial<InputEvent> = events[i] ?? {}
    const fault = findFault(time, magnitude, i === 0 ? null : times[i - 1]) ?? findAuthorFault(authorId)
    if (fault) return refuse(`events/${i}/${fault.field}`, fault.reason)
    times[i] = time!
    magnitudes[i] = magnitude ?? Number.NaN
  }
  const postAuthorId = events[0].authorId
  return { ok: true, cascade: { times, magnitudes, postAuthorId } }
}

function isWindow(seconds: unknown): boolean {
  return typeof seconds === 'number' && seconds >= minWindowSeconds && seconds <= maxWindowSeconds
}

function findFault(time: unknown, magnitude: unknown, previous: number | null) {
  if (!isAmount(time)) return { field: 'time', reason: 'must be a number of seconds, 0 or more' }
  if (previous === null && time !== 0)
    return { field: 'time', reason: 'must be 0: the first event is the post' }
  if (previous !== null && time < previous)
    return { field: 'time', reason: 'must not be before the previous event' }
  if (magnitude !== undefined && magnitude !== null && !isAmount(magnitude))
    return {
      field: 'magnitude',
      reason: 'must be a number of followers, 0 or more; omit it if it is unknown'
    }
  return null
}

function findAuthorFault(id: unknown) {
  if (id === undefined || (typeof id === 'string' && isAuthorId(id))) return null
  return {
    field: 'authorId',
    reason: `must be a text of 1 to ${maxAuthorIdLength} characters without NUL or half of a surrogate pair, and not . or ..`
  }
}

function isAuthorId(text: string): boolean {
  if (text.length > 2 * maxAuthorIdLength || !authorId.test(text)) return false
  return text.length <= maxAuthorIdLength || [...text].length <= maxAuthorIdLength
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

function refuse(field: string, reason: string) {
  return { ok: false, field, reason } as const
}
