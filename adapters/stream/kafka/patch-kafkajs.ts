import { createRequire } from 'node:module'
import type { DecodedMessage } from './records/message.ts'
import { decodeRecordSet } from './records/record-set.ts'

interface Connection {
  isConnected(): boolean
  connect(): Promise<unknown>
  chunks: Buffer[]
  bytesBuffered: number
  bytesNeeded: number
}

interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests(): void
}

interface FetchDecoder {
  readInt32(): number
  readBytes(count: number): Buffer
}

interface Class<Instance> {
  readonly prototype: Instance
}

const LENGTH_BYTES = 4
const load = createRequire(import.meta.url)
let isPatched = false

/** Fixes bugs of the client (kafkajs 2.2.4, its last release). Call it before the first connection. */
export function patchKafkajs(): void {
  if (isPatched) return
  isPatched = true
  clearBuffersOnConnect()
  avoidNegativeTimeouts()
  decodeRecordsOurselves()
}

/**
 * If a connection breaks within an answer, the client keeps the partial answer and reads it as the beginning of the next
 * connection. From then on it cannot read any answer. This clears the buffers at each connect.
 */
function clearBuffersOnConnect(): void {
  const { prototype }: Class<Connection> = load('kafkajs/src/network/connection')
  const connect = prototype.connect
  prototype.connect = function (this: Connection) {
    if (!this.isConnected()) {
      this.chunks = []
      this.bytesBuffered = 0
      this.bytesNeeded = LENGTH_BYTES
    }
    return connect.call(this)
  }
}

/**
 * After every answer the client sets a timer to check the waiting requests. If none waits, the time is negative, and Node
 * prints a warning.
 */
function avoidNegativeTimeouts(): void {
  const { prototype }: Class<RequestQueue> = load('kafkajs/src/network/requestQueue')
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this)
  }
}

/** The client lacks three of four codecs, ignores checksums, and stops all partitions at a batch that it cannot decode. */
function decodeRecordsOurselves(): void {
  const path = load.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages')
  load(path)
  load.cache[path]!.exports = async (decoder: FetchDecoder): Promise<readonly DecodedMessage[]> => {
    const size = decoder.readInt32()
    return size > 0 ? decodeRecordSet(decoder.readBytes(size)) : []
  }
}
