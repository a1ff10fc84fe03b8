import type { components } from '../../ports/contract/generated/types.ts'
import { WATERMARK_TYPE } from '../../ports/messages.ts'
import { CLOUD_EVENT, CLOUD_EVENT_BATCH } from '../http/media-type.ts'

type Schemas = components['schemas']
type CloudEvent = Schemas['FeedEventCloudEvent'] | Schemas['FeedWatermarkCloudEvent']
export type WatermarkEntry = Schemas['FeedWatermark']
/** An event or a watermark that was checked against the contract. */
export type SentEntry = Schemas['FeedEvent'] | WatermarkEntry

/** Returns the CloudEvents of a checked body, or null if the body has another media type. */
export function listCloudEvents(mediaType: string, value: unknown): readonly CloudEvent[] | null {
  if (mediaType === CLOUD_EVENT) return [value as CloudEvent]
  return mediaType === CLOUD_EVENT_BATCH ? (value as CloudEvent[]) : null
}

/** Converts a CloudEvent to an entry. Ignores additional attributes. */
export function readCloudEvent(event: CloudEvent): SentEntry {
  if (event.type === WATERMARK_TYPE) {
    const { time, isLast } = event.data
    return { watermark: time, isLast, source: event.source }
  }
  const { id, subject, source, data } = event
  return { eventId: id, cascadeId: subject, source, ...data }
}
