import { findUnitFault } from './event-time.ts'
import { findIdFault } from './identifier.ts'
import { isProvenance, type Provenance, provenances } from './provenance.ts'

/**
 * A message on the stream: CloudEvents 1.0 in JSON (structured mode). Its type ends in the version of its data.
 * asyncapi.yaml describes the messages for other programs. All events are read here: fields that are not named here
 * (texts, names) are dropped.
 */
export interface Envelope<Data> {
  readonly specversion: '1.0'
  readonly type: string
  readonly source: string
  readonly id: string
  /** The cascade or the predictor. Absent on a watermark and a dead letter. */
  readonly subject?: string
  readonly data: Data
}

/** One post or reshare. */
export interface CascadeEvent {
  /** Unique within its cascade: a second event with the same id is a duplicate. */
  readonly eventId: string
  readonly cascadeId: string
  readonly kind: 'post' | 'reshare'
  /** Epoch seconds. */
  readonly time: number
  /** Followers of the author. Null: unknown, which is not 0. */
  readonly magnitude: number | null
  /** An opaque id of the author. Absent: unknown. Only that of a post is kept. */
  readonly authorId?: string
  /** Who sent it. Each source has its own watermark. */
  readonly source: string
  /** Absent: real. */
  readonly provenance?: Provenance
}

/** No event of this source with this or an earlier time follows, except within the allowed lateness. */
export interface Watermark {
  readonly source: string
  /** Epoch seconds. */
  readonly time: number
  /** The source has ended: no more events of its cascades follow. */
  readonly isLast: boolean
}

/** An operator's correction of the time of a source. */
export interface StreamReset {
  readonly source: string
  /** Epoch seconds; null: as if the source had sent nothing yet. */
  readonly time: number | null
  readonly reason: string
  readonly actor: string
}

export type StreamEvent =
  | ({ readonly is: 'event' } & CascadeEvent)
  | ({ readonly is: 'watermark' } & Watermark)
  | ({ readonly is: 'reset' } & StreamReset)
  | { readonly is: 'unreadable'; readonly reason: string }

const EVENT_TYPE = 'groundswell.event.v2'
export const WATERMARK_TYPE = 'groundswell.watermark.v1'
const RESET_TYPE = 'groundswell.source-reset.v1'
export const CASCADE_TYPE = 'groundswell.cascade.v1'
export const CASCADE_WITHDRAWN_TYPE = 'groundswell.cascade-withdrawn.v1'
export const PREDICTION_TYPE = 'groundswell.prediction.v1'
export const ALERT_TYPE = 'groundswell.alert.v1'
export const DEAD_LETTER_TYPE = 'groundswell.dead-letter.v1'
export const MODEL_TYPE = 'groundswell.model.v1'

export function writeEvent(event: CascadeEvent): string {
  const { eventId, cascadeId, kind, time, magnitude, authorId, source, provenance = 'real' } = event
  const data = {
    kind,
    time,
    ...(magnitude === null ? {} : { magnitude }),
    ...(authorId === undefined ? {} : { authorId }),
    ...(provenance === 'real' ? {} : { provenance })
  }
  const envelope: Envelope<typeof data> = {
    specversion: '1.0',
    type: EVENT_TYPE,
    source,
    id: eventId,
    subject: cascadeId,
    data
  }
  return JSON.stringify(envelope)
}

export function writeWatermark({ source, time, isLast }: Watermark): string {
  const data = { time, isLast }
  const id = `${time}${isLast ? '/last' : ''}`
  const envelope: Envelope<typeof data> = { specversion: '1.0', type: WATERMARK_TYPE, source, id, data }
  return JSON.stringify(envelope)
}

export function writeReset({ source, time, reason, actor }: StreamReset): string {
  const data = { time, reason, actor }
  const id = `reset/${crypto.randomUUID()}`
  const envelope: Envelope<typeof data> = { specversion: '1.0', type: RESET_TYPE, source, id, data }
  return JSON.stringify(envelope)
}

/** Reads a message of the events topic, of this version or an older one. Never throws. Cost: one JSON.parse. */
export function readStreamEvent(text: string): StreamEvent {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return unreadable('not JSON')
  }
  if (!isRecord(message)) return unreadable('not a JSON object')
  const { type, data } = message
  if (type === EVENT_TYPE && isRecord(data))
    return checkEvent({ ...data, eventId: message.id, cascadeId: message.subject, source: message.source })
  if (type === WATERMARK_TYPE && isRecord(data)) return checkWatermark(message.source, data)
  if (type === RESET_TYPE && isRecord(data)) return checkReset(message.source, data)
  // Version 1: the bare fields, without an envelope.
  if (type === undefined && message.schemaVersion === 1) return checkEvent(message)
  return unreadable(
    type === undefined ? 'no type and no schemaVersion 1' : `no message of type ${String(type).slice(0, 80)}`
  )
}

/** Returns the partition key of a message of any type: its subject. Null: it has none. */
export function keyOf(text: string): string | null {
  try {
    const { subject, cascadeId }: Readonly<Record<string, unknown>> = JSON.parse(text)
    const key = subject ?? cascadeId
    return isId(key) ? key : null
  } catch {
    return null
  }
}

function checkEvent(fields: Readonly<Record<string, unknown>>): StreamEvent {
  const { eventId, cascadeId, kind, time, magnitude = null, source, provenance = 'real' } = fields
  const { authorId } = fields
  if (!isId(eventId)) return unreadable(`id ${findIdFault(eventId)}`)
  if (!isId(cascadeId)) return unreadable(`subject ${findIdFault(cascadeId)}`)
  if (!isId(source)) return unreadable(`source ${findIdFault(source)}`)
  if (!isEventTime(time)) return unreadable(`time ${findUnitFault(time)}`)
  if (kind !== 'post' && kind !== 'reshare') return unreadable('kind is neither post nor reshare')
  if (magnitude !== null && !isAmount(magnitude)) return unreadable('magnitude is not a number of followers')
  if (authorId !== undefined && !isId(authorId)) return unreadable(`authorId ${findIdFault(authorId)}`)
  if (!isProvenance(provenance)) return unreadable(`provenance is none of ${provenances.join(', ')}`)
  return {
    is: 'event',
    eventId,
    cascadeId,
    kind,
    time,
    magnitude,
    source,
    ...(authorId === undefined ? {} : { authorId }),
    ...(provenance === 'real' ? {} : { provenance })
  }
}

function checkWatermark(source: unknown, { time, isLast }: Readonly<Record<string, unknown>>): StreamEvent {
  if (!isId(source)) return unreadable(`source ${findIdFault(source)}`)
  if (!isEventTime(time)) return unreadable(`time ${findUnitFault(time)}`)
  if (typeof isLast !== 'boolean') return unreadable('isLast is not true or false')
  return { is: 'watermark', source, time, isLast }
}

function checkReset(
  source: unknown,
  { time, reason, actor }: Readonly<Record<string, unknown>>
): StreamEvent {
  if (!isId(source)) return unreadable(`source ${findIdFault(source)}`)
  if (time !== null && !isEventTime(time)) return unreadable(`time ${findUnitFault(time)}`)
  if (typeof reason !== 'string' || typeof actor !== 'string') return unreadable('reason or actor is no text')
  return { is: 'reset', source, time, reason, actor }
}

function unreadable(reason: string): StreamEvent {
  return { is: 'unreadable', reason }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isId(value: unknown): value is string {
  return findIdFault(value) === null
}

function isEventTime(value: unknown): value is number {
  return findUnitFault(value) === null
}

// Beyond 2^53 a number is not exact.
function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
}
