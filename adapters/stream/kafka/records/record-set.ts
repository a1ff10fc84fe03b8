import { MAX_BATCH_BYTES } from './limits.ts'
import { type DecodedMessage, noTransaction } from './message.ts'
import { decodeOldMessage } from './message-set.ts'
import { decodeRecordBatch, lastOffsetOf } from './record-batch.ts'
import { Undecodable } from './undecodable.ts'

/** The prefix of every batch and old message: its first offset and the length of the rest. */
const PREFIX_BYTES = 12
const FORMAT_AT = 16
const BATCH_FORMAT = 2

/**
 * Decodes the records that a broker returns for one partition. Never rejects: a batch that cannot be decoded becomes one
 * message with `damage`. Decodes only a part of a very large set; the client then fetches the rest again.
 */
export async function decodeRecordSet(set: Buffer): Promise<readonly DecodedMessage[]> {
  const messages: DecodedMessage[] = []
  let last = -1
  let bytes = 0
  for (let at = 0; set.length - at > FORMAT_AT && bytes < MAX_BATCH_BYTES; ) {
    const end = at + PREFIX_BYTES + set.readInt32BE(at + 8)
    const isWhole = end - at > FORMAT_AT && end <= set.length
    // An answer may end within any batch except the first.
    if (!isWhole && at > 0) break
    const batch = set.subarray(at, isWhole ? end : set.length)
    const decoded = isWhole ? await decodeBatch(batch) : [damaged(batch, 'the bytes end too early')]
    for (const message of decoded) {
      messages.push(message)
      bytes += message.value?.length ?? 0
    }
    last = Math.max(last, lastOffsetIn(batch, decoded))
    if (!isWhole) break
    at = end
  }
  const reached = messages.at(-1)
  if (last >= 0 && (!reached || reached.isControlRecord || Number(reached.offset) < last))
    messages.push(placeholder(last))
  return messages
}

async function decodeBatch(batch: Buffer): Promise<readonly DecodedMessage[]> {
  const format = batch.readInt8(FORMAT_AT)
  try {
    if (format === BATCH_FORMAT) return await decodeRecordBatch(batch)
    if (format < BATCH_FORMAT) return await decodeOldMessage(batch)
    throw new Undecodable(`unknown format ${format}`)
  } catch (cause) {
    return [damaged(batch, cause instanceof Error ? cause.message : String(cause))]
  }
}

function lastOffsetIn(batch: Buffer, decoded: readonly DecodedMessage[]): number {
  if (batch.readInt8(FORMAT_AT) === BATCH_FORMAT) return lastOffsetOf(batch)
  return Number(decoded.at(-1)?.offset ?? -1)
}

function damaged(batch: Buffer, reason: string): DecodedMessage {
  const first = Number(batch.readBigInt64BE(0))
  const last = batch.readInt8(FORMAT_AT) === BATCH_FORMAT ? lastOffsetOf(batch) : first
  return { ...placeholderAt(last), damage: { first, reason } }
}

function placeholder(offset: number): DecodedMessage {
  return { ...placeholderAt(offset), isPlaceholder: true }
}

function placeholderAt(offset: number) {
  return {
    offset: String(offset),
    key: null,
    value: null,
    isControlRecord: false,
    batchContext: noTransaction
  }
}
