import { createHash } from 'node:crypto'
import { isUnavailable } from '../../ports/errors.ts'
import type { EventStream, StreamRecord } from '../../ports/stream.ts'

const DIGEST_CHARACTERS = 16

/** A digest stored with a position. It detects that a topic was deleted and created again with the same name. */
export function digestOfRecord({ key, value }: StreamRecord): string {
  return createHash('sha256').update(`${key}\n${value}`).digest('hex').slice(0, DIGEST_CHARACTERS)
}

/** Whether the topic has another message at this position. False when the position has no readable message. */
export async function isOtherRecord(
  stream: Pick<EventStream, 'read'>,
  topic: string,
  partition: number,
  { position, digest }: { readonly position: number; readonly digest: string }
): Promise<boolean> {
  const record = await readRecordAt(stream, topic, partition, position)
  return record !== null && digestOfRecord(record) !== digest
}

/** Reads the record at a position. Null: the position has no readable record. Throws when the stream is unavailable. */
export async function readRecordAt(
  stream: Pick<EventStream, 'read'>,
  topic: string,
  partition: number,
  position: number
): Promise<StreamRecord | null> {
  const [record] = await stream.read(topic, partition, position, 1).catch(error => {
    if (isUnavailable(error)) throw error
    return []
  })
  return record?.position === position ? record : null
}
