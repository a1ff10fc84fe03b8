import { ByteReader } from './byte-reader.ts'
import { crc32c } from './crc32c.ts'
import { decompress } from './decompress.ts'
import { MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from './limits.ts'
import type { BatchContext, DecodedMessage } from './message.ts'
import { Undecodable } from './undecodable.ts'

/** The checksum covers the bytes after offset, length, leader epoch, format and checksum. */
const CHECKED_FROM = 21
const HEADER_BYTES = 61
const CHECKSUM_AT = 17
const LAST_OFFSET_DELTA_AT = 23
const IS_TRANSACTIONAL = 0x10
const IS_CONTROL = 0x20

/** The last offset of a batch when it was written. Compaction may have removed the record since. */
export function lastOffsetOf(batch: Buffer): number {
  const first = Number(batch.readBigInt64BE(0))
  const delta = batch.length >= LAST_OFFSET_DELTA_AT + 4 ? batch.readInt32BE(LAST_OFFSET_DELTA_AT) : 0
  return first + Math.max(delta, 0)
}

/** Decodes a complete batch of format 2: kafka.apache.org/documentation/#recordbatch. Throws Undecodable. */
export async function decodeRecordBatch(batch: Buffer): Promise<readonly DecodedMessage[]> {
  if (batch.length < HEADER_BYTES) throw new Undecodable('the bytes end too early')
  if (batch.readUInt32BE(CHECKSUM_AT) !== crc32c(batch.subarray(CHECKED_FROM)))
    throw new Undecodable('the checksum is wrong')
  const first = Number(batch.readBigInt64BE(0))
  const header = new ByteReader(batch, CHECKED_FROM)
  const attributes = header.int16()
  header.bytes(4 + 8 + 8) // last offset, first and last time
  const producerId = String(header.int64())
  header.bytes(2 + 4) // producer epoch, first sequence number
  const count = header.int32()
  if (count > MAX_BATCH_RECORDS) throw new Undecodable(`more than ${MAX_BATCH_RECORDS} records`)
  const batchContext = { producerId, inTransaction: (attributes & IS_TRANSACTIONAL) !== 0 }
  const isControlRecord = (attributes & IS_CONTROL) !== 0
  if (count <= 0) return []
  const records = new ByteReader(await decompress(header.rest(), attributes, MAX_BATCH_BYTES))
  return Array.from({ length: count }, () => readRecord(records, first, batchContext, isControlRecord))
}

function readRecord(
  records: ByteReader,
  first: number,
  batchContext: BatchContext,
  isControlRecord: boolean
): DecodedMessage {
  const bytes = records.bytes(records.varint())
  if (bytes === null) throw new Undecodable('a record has no bytes')
  const record = new ByteReader(bytes)
  record.int8()
  record.skipVarlong() // time
  const offset = String(first + record.varint())
  const key = record.bytes(record.varint())
  const value = record.bytes(record.varint())
  return { offset, key, value, ...readHeaders(record), isControlRecord, batchContext }
}

function readHeaders(record: ByteReader): { readonly headers?: Record<string, Buffer> } {
  const count = record.varint()
  if (count <= 0) return {}
  const headers: Record<string, Buffer> = Object.create(null)
  for (let left = count; left > 0; left--) {
    const name = record.bytes(record.varint())
    if (name === null) throw new Undecodable('a header has no name')
    // If a header occurs twice, the last one counts.
    headers[name.toString()] = record.bytes(record.varint()) ?? Buffer.alloc(0)
  }
  return { headers }
}
