import type { StreamMessage, StreamRecord } from '../../../ports/stream.ts'

/** The first line of a packed batch, as JSON. The values and headers of all messages follow it without separators. */
interface Directory {
  readonly keys: readonly string[]
  /** Two lengths for each message, in UTF-16 units: its value, and its headers as JSON (0: none). */
  readonly sizes: readonly number[]
  /** Positions relative to the first one. Present if compaction left gaps. */
  readonly offsets?: readonly number[]
}

/** A message whose value and headers are text. */
interface TextMessage extends StreamMessage {
  readonly value: string
}

/** Bytes are only those of a dead letter that is sent again, and they were text before. */
export function toText({ key, value, headers }: StreamMessage): TextMessage {
  const text = (part: string | Uint8Array) => (typeof part === 'string' ? part : Buffer.from(part).toString())
  if (headers === undefined) return { key, value: text(value) }
  const texts = Object.entries(headers).map(([name, part]) => [name, text(part)])
  return { key, value: text(value), headers: Object.fromEntries(texts) }
}

// Limits of one packed batch, which a reader unpacks as a whole.
const MAX_MESSAGES = 1_000
const MAX_UNITS = 500_000

/** Splits messages into batches within the limits. */
export function splitIntoBatches(messages: readonly StreamMessage[]): readonly (readonly StreamMessage[])[] {
  const batches: StreamMessage[][] = []
  let current: StreamMessage[] = []
  let units = 0
  for (const message of messages) {
    if (current.length === MAX_MESSAGES || (units > 0 && units + message.value.length > MAX_UNITS)) {
      batches.push(current)
      current = []
      units = 0
    }
    current.push(message)
    units += message.value.length
  }
  if (current.length > 0) batches.push(current)
  return batches
}

export function pack(messages: readonly StreamMessage[], offsets?: readonly number[]): string {
  const keys: string[] = []
  const sizes: number[] = []
  let body = ''
  for (const { key, value, headers } of messages) {
    const headerText = headers ? JSON.stringify(headers) : ''
    keys.push(key)
    sizes.push(value.length, headerText.length)
    body += value + headerText
  }
  const directory: Directory = offsets ? { keys, sizes, offsets } : { keys, sizes }
  return `${JSON.stringify(directory)}\n${body}`
}

export function unpack(text: string, partition: number, firstPosition: number): StreamRecord[] {
  const bodyStart = text.indexOf('\n') + 1
  const { keys, sizes, offsets }: Directory = JSON.parse(text.slice(0, bodyStart))
  let at = bodyStart
  return keys.map((key, index) => {
    const valueEnd = at + sizes[2 * index]!
    const end = valueEnd + sizes[2 * index + 1]!
    const value = text.slice(at, valueEnd)
    const headers = end > valueEnd ? { headers: JSON.parse(text.slice(valueEnd, end)) } : undefined
    at = end
    return { partition, position: firstPosition + (offsets?.[index] ?? index), key, value, ...headers }
  })
}
