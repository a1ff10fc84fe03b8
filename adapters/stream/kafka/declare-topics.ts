import type { Admin } from 'kafkajs'
import type { TopicSpecification } from '../../../ports/stream.ts'
import { ConfigResourceTypes, ConfigSource } from './kafkajs.ts'

interface TopicRules {
  readonly replicationFactor: number
  /** Maximum bytes of one request for a partition: the largest message with its key and headers. */
  readonly maxRequestBytes: number
}

/** Overrides the default of the brokers: they keep the compression of the producers, and we decode every codec. */
const KEEP_PRODUCER_CODEC = { 'compression.type': 'producer' }

/** Creates missing topics, and sets retention, compaction and maximum message size of the others. */
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
      configEntries: toEntries({ ...toWantedConfig(specification, rules), ...KEEP_PRODUCER_CODEC })
    }))
  })
  for (const specification of topics) await updateConfig(admin, specification, rules)
}

function toWantedConfig(
  { isCompacted = false, retentionSeconds }: TopicSpecification,
  { maxRequestBytes }: TopicRules
): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': isCompacted ? 'compact' : 'delete',
    'retention.ms': String(retentionSeconds === undefined ? -1 : retentionSeconds * 1_000),
    'max.message.bytes': String(maxRequestBytes)
  }
}

async function updateConfig(
  admin: Admin,
  specification: TopicSpecification,
  rules: TopicRules
): Promise<void> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: specification.name }
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
  const known = resources[0]!.configEntries
  const wanted = toWantedConfig(specification, rules)
  if (Object.entries(wanted).every(([name, value]) => knownValue(name) === value)) return
  // The request replaces all settings of the topic, so it must contain those that others have set.
  const current = known.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
  const entries = {
    ...Object.fromEntries(current.map(each => [each.configName, each.configValue])),
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
