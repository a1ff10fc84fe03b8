import { readProperties } from '../ports/properties.ts'
import type { JobQueue } from '../ports/queue.ts'
import type { EventStream, StreamMessage } from '../ports/stream.ts'
import type { OutboxRecord } from '../stores/outbox/outgoing.ts'
import { isLowJob } from '../stores/predictions/job.ts'
import type { Send } from './destinations.ts'

export function buildPublishJobs(queue: Pick<JobQueue, 'publish'>): Send {
  return (destination, rows) =>
    queue.publish(
      destination,
      rows.map(({ id, payload, bytes, properties }) => ({
        id,
        body: bytes ?? payload,
        ...(isLowJob(payload) && { isLow: true }),
        ...(properties != null && { properties })
      }))
    )
}

export function buildAppendMessages(stream: Pick<EventStream, 'append'>): Send {
  return (destination, rows) => stream.append(destination, rows.map(toStreamMessage))
}

/** A redriven dead letter keeps its original headers and gets no others. */
function toStreamMessage({ id, key, payload, bytes, properties }: OutboxRecord): StreamMessage {
  if (properties == null) return { key, value: bytes ?? payload, headers: { id } }
  const { headers } = readProperties(properties) as Pick<StreamMessage, 'headers'>
  return { key, value: bytes ?? payload, ...(headers && { headers }) }
}
