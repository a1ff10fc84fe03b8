import type { StreamRecord } from '../../../ports/stream.ts'
import type { DecodedMessage } from './records/message.ts'

/** Converts a fetched message to a record. Null if it is not a message, but only marks an offset. */
export function toRecord(
  partition: number,
  { key, value, offset, headers, damage, isPlaceholder, isControlRecord }: DecodedMessage
): StreamRecord | null {
  if (isPlaceholder || isControlRecord) return null
  const text = value?.toString() ?? ''
  return {
    partition,
    position: Number(offset),
    key: key?.toString() ?? '',
    value: text,
    ...(value && isLossy(text) && { bytes: value }),
    ...(damage && { damage }),
    ...(headers && { headers: readHeaders(headers) })
  }
}

function readHeaders(
  headers: NonNullable<DecodedMessage['headers']>
): Readonly<Record<string, string | Uint8Array>> {
  const read = Object.entries(headers).map(([name, bytes]) => {
    const text = bytes.toString()
    return [name, isLossy(text) ? bytes : text]
  })
  return Object.fromEntries(read)
}

/** Decoding replaces invalid UTF-8 by this character. Text may also contain the character itself, which does no harm. */
function isLossy(text: string): boolean {
  return text.includes('\uFFFD')
}
