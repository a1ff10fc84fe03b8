import { randomUUID } from 'node:crypto'
import type { Admin } from 'kafkajs'
import { buildKafka, type KafkaConnection } from '../../adapters/stream/kafka/client.ts'
import { typeOf } from '../../adapters/stream/kafka/failures.ts'
import { ConfigResourceTypes } from '../../adapters/stream/kafka/kafkajs.ts'
import { MAX_MESSAGE_BYTES, openKafkaStream, ROOM_BYTES } from '../../adapters/stream/kafka/stream.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { EventStream, TopicSpecification } from '../../ports/stream.ts'
import { askKafkaVersion } from './ask-kafka-version.ts'
import { describe, examine, type Finding, FindingError, listInner } from './examine.ts'
import { examineTopicSettings } from './examine-topic-settings.ts'

export interface KafkaOptions {
  readonly connection: KafkaConnection
  /** -1: the default of the brokers. */
  readonly replicationFactor: number
  /** With the installation's prefix. */
  readonly topics: readonly TopicSpecification[]
  readonly group: string
  readonly prefix: string
  readonly clock: Clock
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

export async function examineKafka(options: KafkaOptions): Promise<readonly Finding[]> {
  const { connection, replicationFactor, topics, group, prefix, clock } = options
  const admin = buildKafka(connection, silent).admin()
  let brokers = 0

  async function reach(): Promise<string> {
    try {
      await admin.connect()
      brokers = (await admin.describeCluster()).brokers.length
    } catch (error) {
      throw new FindingError(`${connection.brokers.join(', ')}: ${describe(error)}`, howToReach(error))
    }
    return `${connection.brokers.join(', ')}: ${brokers === 1 ? 'one broker' : `${brokers} brokers`}`
  }

  async function version(): Promise<string> {
    const found = await askKafkaVersion(connection)
    if (found === null)
      throw new FindingError(
        'older than 2.8',
        'use Kafka 2.8 or later: older versions are not tested',
        'doubtful'
      )
    return found
  }

  const remedy = "see the brokers' logs"
  try {
    return await examine([
      { name: 'kafka.reach', run: reach, remedy, isNeeded: true },
      { name: 'kafka.version', run: version, remedy },
      { name: 'kafka.rights', run: () => tryTopic(options, admin), remedy },
      { name: 'kafka.group', run: () => askGroup(admin, group, topics[0]!.name), remedy },
      { name: 'kafka.topics', run: () => compareTopics(admin, topics, brokers), remedy },
      {
        name: 'kafka.settings',
        run: () => examineTopicSettings(admin, topics, MAX_MESSAGE_BYTES + ROOM_BYTES),
        remedy
      },
      { name: 'kafka.copies', run: () => countCopies(admin, topics, brokers, replicationFactor), remedy }
    ])
  } finally {
    await Promise.race([admin.disconnect(), clock.sleep(1_000)])
  }

  /** Creates a topic, changes it, writes the largest message, reads it and deletes the topic. */
  async function tryTopic({ topics: [like] }: KafkaOptions, by: Admin): Promise<string> {
    const name = `${prefix}groundswell.doctor-${randomUUID()}`
    const topic = { ...like!, name, partitions: 1, retentionSeconds: 3_600 }
    let stream: EventStream | null = null
    try {
      stream = await openKafkaStream({ connection, replicationFactor, clock, log: silent })
      await stream.declare([topic])
      await stream.declare([{ ...topic, retentionSeconds: 7_200 }])
      const bytes = stream.maxMessageBytes
      await stream.append(name, [{ key: 'doctor', value: 'x'.repeat(bytes) }])
      const read = await stream.read(name, 0, 0, 1)
      if (read[0]?.value.length !== bytes)
        throw new FindingError(
          `wrote a message of ${bytes} bytes, but read ${read[0]?.value.length ?? 0} bytes`,
          remedy
        )
      return `topics can be created, changed, written (messages of ${bytes} bytes), read and deleted`
    } catch (error) {
      throw error instanceof FindingError ? error : new FindingError(describe(error), howToPermit(error))
    } finally {
      await by.deleteTopics({ topics: [name] }).catch(() => {})
      await stream?.close()
    }
  }
}

async function askGroup(admin: Admin, group: string, topic: string): Promise<string> {
  try {
    const known = await admin.listTopics()
    await admin.fetchOffsets({ groupId: group, ...(known.includes(topic) && { topics: [topic] }) })
    return `${group} can be used`
  } catch (error) {
    throw new FindingError(`${group}: ${describe(error)}`, howToPermit(error))
  }
}

interface Topic {
  readonly name: string
  readonly partitions: readonly { readonly replicas: readonly number[]; readonly isr: readonly number[] }[]
}

/** The wanted topics that exist. */
async function readTopics(admin: Admin, wanted: readonly TopicSpecification[]): Promise<readonly Topic[]> {
  const known = new Set(await admin.listTopics())
  const names = wanted.map(({ name }) => name).filter(name => known.has(name))
  if (names.length === 0) return []
  return (await admin.fetchTopicMetadata({ topics: names })).topics
}

async function compareTopics(
  admin: Admin,
  wanted: readonly TopicSpecification[],
  brokers: number
): Promise<string> {
  const found = await readTopics(admin, wanted)
  const others = found.flatMap(({ name, partitions }) => {
    const { partitions: count } = wanted.find(each => each.name === name)!
    return partitions.length === count ? [] : [`${name} has ${partitions.length} partitions, not ${count}`]
  })
  if (others.length > 0)
    throw new FindingError(
      others.join('; '),
      'set GROUNDSWELL_EVENT_PARTITIONS and GROUNDSWELL_PREDICTION_PARTITIONS to these numbers; partitions can be added at any ' +
        'time (kafka-topics --alter; docs/stream.md)'
    )
  const missing = wanted.length - found.length
  return missing === 0
    ? `all ${wanted.length} exist, on ${brokers === 1 ? 'one broker' : `${brokers} brokers`}`
    : `${missing} of ${wanted.length} do not exist: set-up or a start creates them`
}

/** Checks that each partition has enough copies, that all are in sync, and that writes continue without one of them. */
async function countCopies(
  admin: Admin,
  wanted: readonly TopicSpecification[],
  brokers: number,
  replicationFactor: number
): Promise<string> {
  const found = await readTopics(admin, wanted)
  if (replicationFactor > brokers)
    throw new FindingError(
      `${replicationFactor} copies on ${brokers} brokers`,
      'lower KAFKA_REPLICATION_FACTOR, or add brokers'
    )
  const faults: string[] = []
  for (const { name, partitions } of found) {
    const copies = Math.min(...partitions.map(({ replicas }) => replicas.length))
    if (partitions.some(({ replicas, isr }) => isr.length < replicas.length))
      faults.push(`${name} has copies that are not in sync`)
    if (copies < replicationFactor) faults.push(`${name} has ${copies} copies, not ${replicationFactor}`)
    const minInSync = await readMinInSync(admin, name)
    if (minInSync > copies)
      faults.push(`${name} rejects writes: it has ${copies} copies, min.insync.replicas is ${minInSync}`)
    else if (copies > 1 && minInSync === copies)
      faults.push(`${name} rejects writes while one of its ${copies} copies is unavailable`)
  }
  if (faults.length > 0)
    throw new FindingError(
      faults.join('; '),
      'check that all brokers run; add copies with kafka-reassign-partitions; set min.insync.replicas to one less than the copies'
    )
  const alone = found.some(({ partitions }) => partitions.some(({ replicas }) => replicas.length === 1))
  if (alone && brokers > 1)
    throw new FindingError(
      'topics have one copy on several brokers: losing one broker loses events',
      'set KAFKA_REPLICATION_FACTOR=3 before the first start; later use kafka-reassign-partitions',
      'doubtful'
    )
  if (found.length === 0) return 'no topic yet'
  return alone ? 'one copy on one broker' : 'enough copies, all in sync'
}

async function readMinInSync(admin: Admin, name: string): Promise<number> {
  const { resources } = await admin.describeConfigs({
    resources: [{ type: ConfigResourceTypes.TOPIC, name, configNames: ['min.insync.replicas'] }],
    includeSynonyms: false
  })
  return Number(resources[0]?.configEntries[0]?.configValue ?? 1)
}

function howToReach(error: unknown): string {
  const said = describe(error)
  if (/SASL|authenticat/i.test(said)) return 'correct KAFKA_SASL, KAFKA_USERNAME and KAFKA_PASSWORD'
  return 'start Kafka, or correct KAFKA_BROKERS (and KAFKA_TLS, KAFKA_SASL); the addresses that it advertises must be reachable, too'
}

/** The error type of the brokers, also inside an error with several causes. */
function typeIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return typeOf(error) ?? listInner(error).map(typeIn).find(Boolean) ?? typeIn(error.cause)
}

function howToPermit(error: unknown): string {
  const type = typeIn(error)
  if (type === 'TOPIC_AUTHORIZATION_FAILED' || type === 'CLUSTER_AUTHORIZATION_FAILED')
    return 'allow the user to create, describe, alter, write and read topics named groundswell.* (kafka-acls --topic groundswell. --resource-pattern-type prefixed)'
  if (type === 'GROUP_AUTHORIZATION_FAILED')
    return 'allow the user to read with groups named groundswell.* (kafka-acls --group groundswell. --resource-pattern-type prefixed)'
  if (type === 'INVALID_REPLICATION_FACTOR')
    return 'lower KAFKA_REPLICATION_FACTOR to the number of brokers, or add brokers'
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE')
    return 'allow messages of 1,065,536 bytes on the topics (max.message.bytes, and any policy that limits it)'
  return "see the brokers' logs"
}
