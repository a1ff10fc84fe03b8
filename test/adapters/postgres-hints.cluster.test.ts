import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { openPostgres } from '../../adapters/database/postgres/open.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { Clock } from '../../ports/clock.ts'
import type { JobQueue } from '../../ports/queue.ts'
import type { EventStream } from '../../ports/stream.ts'
import { startRelay } from '../../relay/relay.ts'
import { startCuttingProxy } from '../harness/cutting-proxy.ts'
import { FailingQueue, RecordingStream } from '../harness/fake-queue.ts'
import { openHealth } from '../harness/open-health.ts'
import { buildStores, type Stores } from '../harness/open-stores.ts'
import { createSchema, throughPort } from '../harness/postgres-schema.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'
import { serverAddress } from '../harness/server-address.ts'

const server = serverAddress('DATABASE_URL')

async function openTwo(change: (url: string) => string = url => url) {
  const schema = await createSchema(server)
  const databases = [schema.url, change(schema.url)].map(url => openPostgres({ url }))
  onTestFinished(async () => {
    await Promise.all(databases.map(database => database.close()))
    await schema.drop()
  })
  await databases[0]!.migrate()
  return databases as [(typeof databases)[0], (typeof databases)[0]]
}

test('sends a hint to the other processes of the schema, not to the sender or to other schemas', async () => {
  const [first, second] = await openTwo()
  const [stranger] = await openTwo()
  const received: string[] = []
  first.hints.listen('word', () => received.push('first'))
  second.hints.listen('word', () => received.push('second'))
  stranger.hints.listen('word', () => received.push('stranger'))
  const send = () => {
    first.hints.send('word')
    first.hints.send('other')
    return received.includes('second')
  }
  await expect.poll(send, { timeout: 10_000 }).toBe(true)
  second.hints.send('word')
  await expect.poll(() => received.includes('first')).toBe(true)
  expect(received).not.toContain('stranger')
})

test('delivers hints again after the connection was cut', async () => {
  const proxy = await startCuttingProxy(new URL(server))
  const [first, second] = await openTwo(url => throughPort(url, proxy.port))
  let received = 0
  second.hints.listen('word', () => {
    received += 1
  })
  first.hints.listen('word', () => {})
  const untilReceived = async () => {
    const before = received
    const isReceived = () => {
      first.hints.send('word')
      return received > before
    }
    await expect.poll(isReceived, { timeout: 10_000 }).toBe(true)
  }
  await untilReceived()
  proxy.cut()
  await untilReceived()
})

/** A clock with which a poll never ends its wait. */
const withoutPolls: Clock = {
  ...systemClock,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds === 250 ? 1_000_000 : milliseconds, signal)
}

test('notifies the relay and the feed of other processes without polls', async () => {
  const databases = await openTwo()
  const [relaying, writing] = databases.map(database => buildStores(database, withoutPolls)) as [
    Stores,
    Stores
  ]
  const queue = new FailingQueue(0)
  const relay = startRelay({
    health: openHealth(),
    metrics: buildMetrics(),
    ...relaying,
    queue: queue as unknown as JobQueue,
    stream: new RecordingStream() as unknown as EventStream,
    clock: withoutPolls,
    log: buildRecordingLog().log,
    owner: 'relay'
  })
  const over = new AbortController()
  onTestFinished(async () => {
    over.abort()
    await relay.close()
  })
  const followed: string[] = []
  const following = (async () => {
    for await (const { key } of writing.feed.follow({}, 0, over.signal)) followed.push(key)
  })()
  const submission = {
    predictor: 'echo',
    subject: null,
    slice: null,
    input: '{}',
    pinnedVersion: null,
    callback: null,
    requestId: null
  }
  const ids: string[] = []
  const submit = async () => {
    ids.push((await writing.predictions.accept(submission)).id)
    return queue.published.length
  }
  // The first prediction may be written before the processes are connected.
  await expect.poll(submit, { timeout: 10_000 }).toBeGreaterThan(0)
  for (let round = 0; round < 5; round++) {
    const { id } = await writing.predictions.accept(submission)
    await expect.poll(() => queue.published.map(message => message.body).join()).toContain(id)
    await expect.poll(() => followed).toContain(id)
  }
  over.abort()
  await following
})
