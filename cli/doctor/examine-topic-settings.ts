import type { Admin } from 'kafkajs'
import { ConfigResourceTypes } from '../../adapters/stream/kafka/kafkajs.ts'
import type { TopicSpecification } from '../../ports/stream.ts'
import { FindingError } from './examine.ts'

type Settings = ReadonlyMap<string, string>

/** Values of compression.type that the stream reader can decode. With `producer`, the producer decides. */
const READABLE = ['producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd']

/** Checks the retention, cleanup, message size and compression of the topics that exist. */
export async function examineTopicSettings(
  admin: Admin,
  wanted: readonly TopicSpecification[],
  minMessageBytes: number
): Promise<string> {
  const known = new Set(await admin.listTopics())
  const there = wanted.filter(({ name }) => known.has(name))
  if (there.length === 0) return 'no topic yet'
  const settings = await readSettings(
    admin,
    there.map(({ name }) => name)
  )
  const faults = there.flatMap(topic =>
    listFaults(topic, settings.get(topic.name) ?? new Map(), minMessageBytes).map(
      fault => `${topic.name}: ${fault}`
    )
  )
  if (faults.length > 0)
    throw new FindingError(
      faults.join('; '),
      'restart a service, which sets retention, cleanup and message size; change compression.type with kafka-configs --alter',
      'doubtful'
    )
  const types = new Set(there.map(({ name }) => settings.get(name)?.get('compression.type') ?? 'producer'))
  return `retention, cleanup and message size are correct; compression ${[...types].join(', ')}`
}

async function readSettings(admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, Settings>> {
  const configNames = ['compression.type', 'cleanup.policy', 'retention.ms', 'max.message.bytes']
  const { resources } = await admin.describeConfigs({
    resources: names.map(name => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
    includeSynonyms: false
  })
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue]))
    ])
  )
}

/** Describes each wrong setting of a topic. Empty: all are correct. */
export function listFaults(
  { isCompacted = false, retentionSeconds }: TopicSpecification,
  settings: Settings,
  minMessageBytes: number
): readonly string[] {
  const faults: string[] = []
  const compression = settings.get('compression.type') ?? 'producer'
  if (!READABLE.includes(compression)) faults.push(`compression.type ${compression} cannot be read`)
  const policy = settings.get('cleanup.policy') ?? 'delete'
  const wantedPolicy = isCompacted ? 'compact' : 'delete'
  if (policy !== wantedPolicy) faults.push(`cleanup.policy is ${policy}, not ${wantedPolicy}`)
  const retention = toMilliseconds(settings.get('retention.ms'))
  const wantedRetention = retentionSeconds === undefined ? Number.POSITIVE_INFINITY : retentionSeconds * 1_000
  if (!isCompacted && retention < wantedRetention)
    faults.push(`retention.ms is ${retention}, not ${wantedRetention}: messages are deleted too early`)
  const maxBytes = Number(settings.get('max.message.bytes') ?? minMessageBytes)
  if (maxBytes < minMessageBytes)
    faults.push(`max.message.bytes is ${maxBytes}, not ${minMessageBytes}: larger messages are rejected`)
  return faults
}

function toMilliseconds(text: string | undefined): number {
  const value = Number(text ?? -1)
  return value < 0 ? Number.POSITIVE_INFINITY : value
}
