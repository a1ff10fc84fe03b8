import { randomUUID } from 'node:crypto'
import { type Channel, connect } from 'amqplib'
import { type Admin, Kafka } from 'kafkajs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../../adapters/blobs/s3/open.ts'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openKafkaStream } from '../../../adapters/stream/kafka/stream.ts'
import { readConfig } from '../../../app/config.ts'
import { setUp } from '../../../app/set-up.ts'
import type { Finding } from '../../../cli/doctor/examine.ts'
import { examineAll } from '../../../cli/doctor/examine-all.ts'
import type { Clock } from '../../../ports/clock.ts'
import { type ClusterNamespace, makeClusterNamespace } from '../../harness/cluster-namespace.ts'
import { execute, withOption } from '../../harness/postgres-schema.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { serverAddress } from '../../harness/server-address.ts'

const { log } = buildRecordingLog()
let namespace: ClusterNamespace

beforeAll(async () => {
  namespace = await makeClusterNamespace()
})

afterAll(() => namespace.remove())

async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({ brokers: namespace.brokers }).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

async function listTopics(beginning: string): Promise<string[]> {
  const topics = await withAdmin(admin => admin.listTopics())
  return topics.filter(name => name.startsWith(beginning))
}

async function withChannel(work: (channel: Channel) => Promise<unknown>): Promise<void> {
  const connection = await connect(namespace.settings.AMQP_URL!)
  await work(await connection.createChannel())
  await connection.close()
}

async function examineWith(
  other: Readonly<Record<string, string>> = {},
  clock: Clock = systemClock
): Promise<readonly Finding[]> {
  return examineAll(readConfig({ ...namespace.settings, ...other }), clock)
}

/** Those that are not well, by name. */
function unhealthy(findings: readonly Finding[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    findings
      .filter(({ state }) => state !== 'well')
      .map(({ name, found, remedy }) => [name, `${found} -> ${remedy}`])
  )
}

test('finds nothing wrong before the first start and after set-up', async () => {
  const before = await examineWith()
  expect(unhealthy(before)).toEqual({})
  expect(before.find(({ name }) => name === 'kafka.topics')?.found).toContain('6 of 6 do not exist')
  const made = await setUp(readConfig(namespace.settings), log)
  expect(made.topics).toContain(`${namespace.prefix}groundswell.events`)
  const after = await examineWith()
  expect(unhealthy(after)).toEqual({})
  expect(after.map(({ name }) => name)).toEqual([
    'machine.node',
    ...['reach', 'version', 'rights', 'durability', 'connections', 'schema', 'clock'].map(
      name => `postgres.${name}`
    ),
    ...['reach', 'version', 'rights', 'queues'].map(name => `rabbitmq.${name}`),
    ...['reach', 'version', 'rights', 'group', 'topics', 'settings', 'copies'].map(name => `kafka.${name}`),
    ...['reach', 'writtenOnce', 'rights', 'clock'].map(name => `s3.${name}`)
  ])
  expect(after.find(({ name }) => name === 'kafka.topics')?.found).toContain('all 6 exist')
  // What it tries things on is gone when it has ended.
  await expect.poll(() => listTopics(`${namespace.prefix}groundswell.doctor-`)).toEqual([])
  const blobs = openS3(namespace.s3)
  onTestFinished(() => blobs.close())
  expect(await blobs.list('')).toEqual([])
})

test('reports each unavailable server with its setting', async () => {
  const away = {
    DATABASE_URL: 'postgres://groundswell@127.0.0.1:1/groundswell',
    AMQP_URL: 'amqp://guest:guest@127.0.0.1:1',
    KAFKA_BROKERS: '127.0.0.1:1',
    S3_ENDPOINT: 'http://127.0.0.1:1'
  }
  const findings = unhealthy(await examineWith(away))
  expect(findings).toEqual({
    'postgres.reach': expect.stringMatching(/127\.0\.0\.1:1.*nobody answers there.*DATABASE_URL/),
    'rabbitmq.reach': expect.stringMatching(/127\.0\.0\.1:1.*nobody answers there.*AMQP_URL/),
    'kafka.reach': expect.stringMatching(/127\.0\.0\.1:1.*KAFKA_BROKERS/),
    's3.reach': expect.stringMatching(/127\.0\.0\.1:1.*nobody answers there.*S3_ENDPOINT/)
  })
})

test('distinguishes wrong passwords, users, databases and buckets from unavailable servers', async () => {
  const url = new URL(serverAddress('DATABASE_URL'))
  const amqp = new URL(serverAddress('AMQP_URL'))
  amqp.password = 'wrong'
  const nobody = new URL(url)
  nobody.username = 'nobody_at_all'
  expect(
    unhealthy(
      await examineWith({
        DATABASE_URL: nobody.href,
        AMQP_URL: amqp.href,
        S3_SECRET_ACCESS_KEY: 'wrong-secret'
      })
    )
  ).toEqual({
    'postgres.reach': expect.stringMatching(/-> use a user in DATABASE_URL/),
    'rabbitmq.reach': expect.stringMatching(/-> correct the user and password in AMQP_URL/),
    's3.reach': expect.stringMatching(/-> correct S3_ACCESS_KEY_ID/)
  })
  const nowhere = new URL(url)
  nowhere.pathname = '/no_such_database'
  amqp.password = 'guest'
  amqp.pathname = '/no-such-host'
  expect(
    unhealthy(
      await examineWith({ DATABASE_URL: nowhere.href, AMQP_URL: amqp.href, S3_BUCKET: 'no-such-bucket' })
    )
  ).toEqual({
    'postgres.reach': expect.stringContaining('-> create the database'),
    'rabbitmq.reach': expect.stringContaining('-> create the virtual host'),
    's3.reach': expect.stringContaining('there is no such bucket -> run groundswell set-up')
  })
})

test('reports a database that rejects writes or tables, or does not sync', async () => {
  const with_ = (option: string) => examineWith({ DATABASE_URL: withOption(namespace.databaseUrl, option) })
  expect(unhealthy(await with_('default_transaction_read_only=on'))).toEqual({
    'postgres.rights': expect.stringContaining('it rejects writes -> name the primary')
  })
  expect(unhealthy(await with_('synchronous_commit=off'))).toEqual({
    'postgres.durability': expect.stringContaining('synchronous_commit off')
  })
  const who = `doctor_${randomUUID().slice(0, 8)}`
  await execute(namespace.databaseUrl, `create role ${who} login`)
  onTestFinished(() => execute(serverAddress('DATABASE_URL'), `drop role ${who}`))
  const url = new URL(namespace.databaseUrl)
  url.username = who
  expect(unhealthy(await examineWith({ DATABASE_URL: url.href }))).toMatchObject({
    'postgres.rights': expect.stringMatching(/may not create tables.*-> as its owner: grant create/)
  })
})

test('reports a topic with other partitions, and more copies than brokers', async () => {
  const other = `old-${randomUUID().slice(0, 8)}.`
  const stream = await openKafkaStream({
    connection: { brokers: [serverAddress('KAFKA_BROKERS')] },
    replicationFactor: 1,
    clock: systemClock,
    log
  })
  await stream.declare([{ name: `${other}groundswell.events`, partitions: 3 }])
  await stream.close()
  onTestFinished(() => withAdmin(admin => admin.deleteTopics({ topics: [`${other}groundswell.events`] })))
  expect(unhealthy(await examineWith({ GROUNDSWELL_PREFIX: other }))).toEqual({
    'kafka.topics': expect.stringMatching(
      /groundswell\.events has 3 partitions, not 4 -> set GROUNDSWELL_EVENT_PARTITIONS/
    )
  })
  expect(unhealthy(await examineWith({ KAFKA_REPLICATION_FACTOR: '3' }))).toEqual({
    'kafka.rights': expect.stringContaining('-> lower KAFKA_REPLICATION_FACTOR'),
    'kafka.copies': expect.stringContaining('3 copies on 1 brokers -> lower KAFKA_REPLICATION_FACTOR')
  })
})

test('reports a queue of another type', async () => {
  const other = `old-${randomUUID().slice(0, 8)}.`
  const queue = `${other}predict.cascade-size`
  await withChannel(channel => channel.assertQueue(queue, { durable: true }))
  onTestFinished(() => withChannel(opened => opened.deleteQueue(queue)))
  expect(unhealthy(await examineWith({ GROUNDSWELL_PREFIX: other }))).toEqual({
    'rabbitmq.queues': expect.stringMatching(/another type.*-> stop the services, delete it/)
  })
})

test('reports clocks that differ', async () => {
  const fast: Clock = { ...systemClock, now: () => systemClock.now() + 60_000 }
  expect(unhealthy(await examineWith({}, fast))).toEqual({
    'postgres.clock': expect.stringMatching(/\d+\.\d s behind .*-> let both machines follow a time server/),
    's3.clock': expect.stringMatching(/\d+\.\d s behind .*-> let both machines follow a time server/)
  })
})
