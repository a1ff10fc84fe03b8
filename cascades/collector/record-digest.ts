import { createHash } from 'node:crypto'
import { isUnavailable } from '../../ports/errors.ts'
import type { EventStream, StreamRecord } from '../../ports/stream.ts'

const DIGEST_CHARACTERS = 16

/** Kept with a position: it tells a topic from one made anew under the same name. */
export function digestOfRecord({ key, value }: StreamRecord): string {
  return createHash('sha256').update(`${key}\n${value}`).digest('hex').slice(0, DIGEST_CHARACTERS)
}

/** Another message stands at this position. False where there is none, or none that can be read: that says nothing. */
export async function isOtherRecord(
  stream: Pick<EventStream, 'read'>,
  topic: string,
  partition: number,
  { position, digest }: { readonly position: number; readonly digest: string }
): Promise<boolean> {
  const record = await readRecordAt(stream, topic, partition, position)
  return record !== null && digestOfRecord(record) !== digest
}

/** Null where there is none, or none that can be read. Throws when the stream is away. */
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
