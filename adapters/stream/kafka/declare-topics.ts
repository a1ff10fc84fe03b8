import type { Admin } from 'kafkajs'
import type { TopicSpecification } from '../../../ports/stream.ts'
import { ConfigResourceTypes, ConfigSource } from './kafkajs.ts'

interface TopicRules {
  readonly replicationFactor: number
  /** Of one request for a partition: the largest message and room for its key and headers. */
  readonly maxRequestBytes: number
}

/** Whatever the brokers' default is, batches stay as their producers compressed them: every codec is read. */
const KEEP_PRODUCERS_CODEC = { 'compression.type': 'producer' }

/** Creates what is missing; gives what is there its retention, compaction and largest message. */
export async function declareTopics(
  admin: Admin,
  topics: readonly TopicSpecification[],
  rules: TopicRules
): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map(specification => ({
      topic: specification.name,
      numPartitions: specification.partitions,
      replicationFactor: rules.replicationFactor,
      configEntries: toEntries({ ...wantedOf(specification, rules), ...KEEP_PRODUCERS_CODEC })
    }))
  })
  for (const specification of topics) await takeOver(admin, specification, rules)
}

function wantedOf(
  { isCompacted = false, retentionSeconds }: TopicSpecification,
  { maxRequestBytes }: TopicRules
): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': isCompacted ? 'compact' : 'delete',
    'retention.ms': String(retentionSeconds === undefined ? -1 : retentionSeconds * 1_000),
    'max.message.bytes': String(maxRequestBytes)
  }
}

async function takeOver(admin: Admin, specification: TopicSpecification, rules: TopicRules): Promise<void> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: specification.name }
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
  const known = resources[0]!.configEntries
  const wanted = wantedOf(specification, rules)
  if (Object.entries(wanted).every(([name, value]) => knownValue(name) === value)) return
  // The request replaces all that was ever set on the topic: what others set is sent along.
  const theirs = known.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
  const entries = {
    ...Object.fromEntries(theirs.map(each => [each.configName, each.configValue])),
    ...wanted
  }
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ ...resource, configEntries: toEntries(entries) }]
  })

  function knownValue(name: string): string | undefined {
    return known.find(({ configName }) => configName === name)?.configValue
  }
}

function toEntries(settings: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }))
}
