import kafkajs from 'kafkajs'
import type { Consumption } from '../stream/consume.ts'

/** Run as a process of its own: brokers and the topic. Fetches all it holds, parses each message, and no more. */
const [brokers, topic] = process.argv.slice(2) as [string, string]
const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING })
const admin = kafka.admin()
await admin.connect()
const offsets = await admin.fetchTopicOffsets(topic)
await admin.disconnect()
let left = offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0)
const consumer = kafka.consumer({ groupId: `${topic}.bare.${process.pid}` })
await consumer.connect()
await consumer.subscribe({ topic, fromBeginning: true })
let events = 0
let startedAt: number | null = null
const { promise, resolve } = Promise.withResolvers<void>()
await consumer.run({
  autoCommit: false,
  // The group has been joined by then: that costs both the same, and is not what is measured.
  async eachBatch({ batch }) {
    startedAt ??= performance.now()
    for (const { value } of batch.messages) if ('kind' in JSON.parse(value!.toString()).data) events++
    left -= batch.messages.length
    if (left <= 0) resolve()
  }
})
await promise
const seconds = (performance.now() - startedAt!) / 1_000
await consumer.disconnect()
const consumption: Consumption = { events, seconds, megabytes: process.memoryUsage.rss() / 1e6, windows: 0 }
console.log(JSON.stringify(consumption))
