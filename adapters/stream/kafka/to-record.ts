import type { StreamRecord } from '../../../ports/stream.ts'
import type { DecodedMessage } from './records/message.ts'

/** What a fetched message is to us. Null: nothing, it only says how far reading has come. */
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

/** What is no UTF-8 becomes this character; so does, harmlessly, the character itself. */
function isLossy(text: string): boolean {
  return text.includes('\uFFFD')
}
