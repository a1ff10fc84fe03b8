import { Kafka, logLevel } from 'kafkajs'
import { expect, onTestFinished, test } from 'vitest'
import { type FeedEntry, feed } from '../harness/feed.ts'
import { serverAddress } from '../harness/server-address.ts'
import { startForTest } from '../harness/start.ts'
import { environmentForTest, type TestEnvironment } from '../harness/test-environment.ts'

const settings = { GROUNDSWELL_EVENT_PARTITIONS: '1', GROUNDSWELL_CHECKPOINT_SECONDS: '0.2' }

function cascadeOf(cascadeId: string, events: number): FeedEntry[] {
  return Array.from({ length: events }, (_, index) => ({
    eventId: String(index),
    cascadeId,
    kind: index === 0 ? ('post' as const) : ('reshare' as const),
    time: 1_700_000_000 + index,
    magnitude: 5
  }))
}

async function openAdmin() {
  const brokers = serverAddress('KAFKA_BROKERS').split(',')
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  onTestFinished(() => admin.disconnect())
  return admin
}

const lengths = [
  ['shorter', 5],
  ['longer', 40]
] as const

test.each(lengths)(
  'reports and collects a topic that was created again while the collector was stopped, and is %s than the old one',
  { timeout: 180_000 },
  async (_, events) => {
    const testEnvironment = await environmentForTest()
    const program = await startForTest({ testEnvironment, processes: ['api,source', 'collector'], settings })
    const collector = program.processes[1]!
    const count = async () => (await program.get('/stream')).body.counters?.events ?? 0
    await feed(program, cascadeOf('old', 11))
    await expect.poll(count, { timeout: 30_000 }).toBe(11)

    await collector.kill('SIGTERM')
    await recreateTopic(testEnvironment)
    await feedWhenTaken(program, cascadeOf('new', events))
    await collector.restart()

    await expect.poll(count, { timeout: 90_000 }).toBe(11 + events)
    expect(gapsOf(program)).toMatchObject([{ group: 'collector', from: 11, to: 0 }])
  }
)

test.each(lengths)(
  'reports once and collects a topic that was created again while the collector ran, and is %s than the old one',
  { timeout: 180_000 },
  async (_, events) => {
    const testEnvironment = await environmentForTest()
    const program = await startForTest({ testEnvironment, processes: ['api,source', 'collector'], settings })
    const count = async () => (await program.get('/stream')).body.counters?.events ?? 0
    await feed(program, cascadeOf('old', 11))
    await expect.poll(count, { timeout: 30_000 }).toBe(11)

    await recreateTopic(testEnvironment)
    await feedWhenTaken(program, cascadeOf('new', events))

    await expect.poll(count, { timeout: 90_000 }).toBe(11 + events)
    expect(gapsOf(program)).toMatchObject([{ group: 'collector', from: 11, to: 0 }])
  }
)

async function recreateTopic(testEnvironment: TestEnvironment): Promise<void> {
  const admin = await openAdmin()
  const topic = `${testEnvironment.settings.GROUNDSWELL_PREFIX}groundswell.events`
  await admin.deleteTopics({ topics: [topic] })
  await expect.poll(async () => (await admin.listTopics()).includes(topic), { timeout: 30_000 }).toBe(false)
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true })
}

function gapsOf({ logLines }: Awaited<ReturnType<typeof startForTest>>) {
  return logLines.filter(({ message }) => String(message).startsWith('a consumer missed messages'))
}

/** Feeds until it succeeds: for a moment the producer still uses the deleted topic. */
async function feedWhenTaken(...given: Parameters<typeof feed>): Promise<void> {
  const attempt = () =>
    feed(...given).then(
      () => true,
      () => false
    )
  await expect.poll(attempt, { timeout: 60_000 }).toBe(true)
}
