import { crc32 } from 'node:zlib'
import { ByteReader } from './byte-reader.ts'
import { decompress, isCompressed } from './decompress.ts'
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from './limits.ts'
import { type DecodedMessage, noTransaction } from './message.ts'
import { Undecodable } from './undecodable.ts'

/** Offset and size of a message. */
const PREFIX_BYTES = 12

interface RawMessage {
  readonly offset: number
  readonly format: number
  readonly attributes: number
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/**
 * Decodes one message of format 0 or 1 (before Kafka 0.11), or all messages within a compressed one:
 * kafka.apache.org/documentation/#messageset. Throws Undecodable.
 */
export async function decodeOldMessage(bytes: Buffer): Promise<readonly DecodedMessage[]> {
  const outer = readMessage(bytes)
  if (!isCompressed(outer.attributes)) return [toDecoded(outer, outer.offset)]
  if (outer.value === null) throw new Undecodable('a compressed message has no value')
  const set = await decompress(outer.value, outer.attributes, MAX_BATCH_BYTES)
  const inner = readMessages(set)
  // The inner offsets of format 1 are relative; the outer message has the offset of the last one.
  const shift = outer.format === 0 ? 0 : outer.offset - (inner.at(-1)?.offset ?? 0)
  return inner.map(message => toDecoded(message, message.offset + shift))
}

function readMessages(set: Buffer): readonly RawMessage[] {
  const messages: RawMessage[] = []
  const reader = new ByteReader(set)
  for (let at = 0; at < set.length; ) {
    const rest = new ByteReader(set, at)
    rest.int64()
    const size = rest.int32()
    const message = reader.bytes(PREFIX_BYTES + size)
    if (message === null || messages.length === MAX_BATCH_RECORDS)
      throw new Undecodable(`more than ${MAX_BATCH_RECORDS} records`)
    messages.push(readMessage(message))
    at += message.length
  }
  return messages
}

function readMessage(bytes: Buffer): RawMessage {
  const reader = new ByteReader(bytes)
  const offset = Number(reader.int64())
  reader.int32() // size
  const checksum = reader.uint32()
  if (checksum !== crc32(bytes.subarray(PREFIX_BYTES + 4))) throw new Undecodable('the checksum is wrong')
  const format = reader.int8()
  const attributes = reader.int8()
  if (format > 0) reader.int64() // time
  const key = reader.bytes(reader.int32())
  const value = reader.bytes(reader.int32())
  return { offset, format, attributes, key, value }
}

function toDecoded({ key, value }: RawMessage, offset: number): DecodedMessage {
  return { offset: String(offset), key, value, isControlRecord: false, batchContext: noTransaction }
}
