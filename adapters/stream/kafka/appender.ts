import type { Kafka, Message, Producer, RecordMetadata } from 'kafkajs'
import { Failure } from '../../../ports/errors.ts'
import type { StreamMessage } from '../../../ports/stream.ts'

/** Appends messages to topics, one request at a time. Messages that arrive during a request go into the next one. */
interface Appender {
  /** Rejects with the error of the client if any of the messages may not be durable. */
  append(topic: string, messages: readonly Placed[]): Promise<void>
  close(): Promise<void>
}

interface Placed {
  readonly partition: number
  readonly message: StreamMessage
}

interface Pending {
  readonly topic: string
  readonly messages: readonly Placed[]
  resolve(): void
  reject(reason: unknown): void
}

const ALL_REPLICAS = -1
/** Upper estimate of the bytes of a record beside its key, value and headers. */
const RECORD_OVERHEAD_BYTES = 100

/** `maxRequestBytes`: maximum bytes of all messages of one partition in one request, which the broker limits. */
export function buildAppender(kafka: Kafka, maxRequestBytes: number): Appender {
  let pending: Pending[] = []
  let producer: Promise<Producer> | null = null
  let working: Promise<void> | null = null

  async function connectProducer(): Promise<Producer> {
    const made = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false })
    await made.connect()
    return made
  }

  function append(topic: string, messages: readonly Placed[]): Promise<void> {
    return new Promise((resolve, reject) => {
      pending.push({ topic, messages, resolve, reject })
      working ??= work().finally(() => {
        working = null
      })
    })
  }

  async function work(): Promise<void> {
    // Collects all messages of this tick.
    await Promise.resolve()
    while (pending.length > 0) {
      const group = takeGroup()
      try {
        for (const topicMessages of splitIntoRequests(group, maxRequestBytes)) await send(topicMessages)
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
  }

  function takeGroup(): readonly Pending[] {
    let bytes = 0
    let count = 0
    while (count < pending.length && (count === 0 || bytes < maxRequestBytes)) {
      for (const { message } of pending[count]!.messages) bytes += sizeOf(message)
      count += 1
    }
    const group = pending.slice(0, count)
    pending = pending.slice(count)
    return group
  }

  async function send(topicMessages: TopicMessages, isRepeated = false): Promise<void> {
    producer ??= connectProducer()
    const used = producer
    let written: readonly RecordMetadata[]
    try {
      written = await (await used).sendBatch({ topicMessages, acks: ALL_REPLICAS })
    } catch (error) {
      // The failed request may have been written. The client would reuse its sequence numbers for other messages, which the
      // broker would drop as duplicates. A new producer has new numbers.
      dropProducer(used)
      throw error
    }
    // The client silently skips messages for a partition that it does not know (yet).
    const skipped = listSkipped(topicMessages, written)
    if (skipped.length === 0) return
    dropProducer(used)
    if (!isRepeated) return send(skipped, true)
    const missing = skipped.map(
      ({ topic, messages }) => `${topic} has no partition ${messages[0]?.partition}`
    )
    throw new Failure('not-found', `topic ${missing.join('; ')}`)
  }

  function dropProducer(used: Promise<Producer>): void {
    producer = null
    void used.then(old => old.disconnect()).catch(() => {})
  }

  return {
    append,
    async close() {
      await working
      await (await producer?.catch(() => null))?.disconnect()
    }
  }
}

type TopicMessages = { topic: string; messages: Message[] }[]

function listSkipped(asked: TopicMessages, written: readonly RecordMetadata[]): TopicMessages {
  const done = new Set(written.map(({ topicName, partition }) => `${topicName} ${partition}`))
  return asked
    .map(({ topic, messages }) => ({
      topic,
      messages: messages.filter(({ partition }) => !done.has(`${topic} ${partition}`))
    }))
    .filter(({ messages }) => messages.length > 0)
}

/** Splits messages into requests with at most `maxBytes` per partition. Keeps the order of messages within a partition. */
function splitIntoRequests(group: readonly Pending[], maxBytes: number): readonly TopicMessages[] {
  const requests: Map<string, Message[]>[] = []
  const reached = new Map<string, { request: number; bytes: number }>()
  for (const { topic, messages } of group) {
    for (const { partition, message } of messages) {
      const partitionKey = `${topic} ${partition}`
      const at = reached.get(partitionKey) ?? { request: 0, bytes: 0 }
      reached.set(partitionKey, at)
      const bytes = sizeOf(message)
      if (at.bytes > 0 && at.bytes + bytes > maxBytes) {
        at.request += 1
        at.bytes = 0
      }
      at.bytes += bytes
      requests[at.request] ??= new Map()
      const request = requests[at.request]!
      const ofTopic = request.get(topic) ?? []
      request.set(topic, ofTopic)
      const { key, value, headers } = message
      ofTopic.push({
        key,
        value: toTextOrBuffer(value),
        partition,
        ...(headers && { headers: toBufferHeaders(headers) })
      })
    }
  }
  return requests.map(request => [...request].map(([topic, messages]) => ({ topic, messages })))
}

/** The client accepts bytes only as a Buffer. */
function toTextOrBuffer(value: string | Uint8Array): string | Buffer {
  return typeof value === 'string' ? value : Buffer.from(value)
}

function toBufferHeaders(headers: NonNullable<StreamMessage['headers']>): Record<string, string | Buffer> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toTextOrBuffer(value)]))
}

function sizeOf({ key, value, headers }: StreamMessage): number {
  const texts = headers ? Object.entries(headers).flat() : []
  return [key, value, ...texts].reduce<number>(
    (sum, text) => sum + Buffer.byteLength(text),
    RECORD_OVERHEAD_BYTES
  )
}
