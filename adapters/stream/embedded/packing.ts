import type { StreamMessage, StreamRecord } from '../../../ports/stream.ts'

/** Many messages as one text: a line of JSON that says where each begins, then values and headers end to end. */
interface Directory {
  readonly keys: readonly string[]
  /** For each message the length of its value and of its headers as JSON (0: none), in UTF-16 units. */
  readonly sizes: readonly number[]
  /** Positions beyond the first, where compaction left holes. */
  readonly offsets?: readonly number[]
}

/** A message whose value and headers are text. */
interface TextMessage extends StreamMessage {
  readonly value: string
}

/** All that comes here was text once: bytes are those of a dead letter that is sent again. */
export function toText({ key, value, headers }: StreamMessage): TextMessage {
  const text = (part: string | Uint8Array) => (typeof part === 'string' ? part : Buffer.from(part).toString())
  if (headers === undefined) return { key, value: text(value) }
  const texts = Object.entries(headers).map(([name, part]) => [name, text(part)])
  return { key, value: text(value), headers: Object.fromEntries(texts) }
}

/** Bounds of one packed batch: what a reader holds at least. */
const MAX_MESSAGES = 1_000
const MAX_UNITS = 500_000

/** Splits messages into runs that make a batch each. */
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
  const { keys, sizes, offsets } = JSON.parse(text.slice(0, bodyStart)) as Directory
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
