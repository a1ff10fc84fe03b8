import type { StreamRecord } from '../../../ports/stream.ts'
import type { DecodedMessage } from './records/message.ts'

/** What a fetched message is to us. Null: nothing, it only says how far reading has come. */
export function toRecord(
  partition: number,
  { key, value, offset, headers, damage, isPlaceholder, isControlRecord }: DecodedMessage
): StreamRecord | null {
  if (isPlaceholder || isControlRecord) return null
  return {
    partition,
    position: Number(offset),
    key: key?.toString() ?? '',
    value: value?.toString() ?? '',
    ...(damage && { damage }),
    ...(headers && { headers: readHeaders(headers) })
  }
}

function readHeaders(headers: NonNullable<DecodedMessage['headers']>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text.toString()]))
}
