import type { IHeaders } from 'kafkajs'
import type { StreamRecord } from '../../../ports/stream.ts'

export interface KafkaMessage {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly offset: string
  readonly headers?: IHeaders | undefined
}

export function toRecord(partition: number, { key, value, offset, headers }: KafkaMessage): StreamRecord {
  const record = {
    partition,
    position: Number(offset),
    key: key?.toString() ?? '',
    value: value?.toString() ?? ''
  }
  const entries = Object.entries(headers ?? {})
  if (entries.length === 0) return record
  // The same header twice comes as a list: the last one counts.
  const texts = entries.map(([name, text]) => [name, String(Array.isArray(text) ? text.at(-1) : text)])
  return { ...record, headers: Object.fromEntries(texts) }
}
