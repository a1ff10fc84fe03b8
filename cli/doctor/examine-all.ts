import { kafkaConnectionOf, s3SettingsOf } from '../../app/cluster-settings.ts'
import type { Config } from '../../app/config.ts'
import { loadPredictors } from '../../app/predictors.ts'
import { listTopics } from '../../app/topics.ts'
import { COLLECTOR_GROUP } from '../../cascades/collector/checkpoint.ts'
import type { Clock } from '../../ports/clock.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { predictQueue } from '../../stores/predictions/job.ts'
import type { Finding } from './examine.ts'
import { examineMachine } from './examine-machine.ts'

/** Checks everything that the configured mode depends on. Checks the servers in parallel. */
export async function examineAll(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const predictors = await loadPredictors(config.predictorModules)
  const rest =
    config.mode === 'embedded'
      ? await examineEmbedded(config)
      : await examineCluster(config, predictors, clock)
  return [...(await examineMachine()), ...rest]
}

async function examineEmbedded({ dataFolder }: Config): Promise<readonly Finding[]> {
  const { examineFolder } = await import('./examine-folder.ts')
  return examineFolder(dataFolder)
}

async function examineCluster(
  config: Config,
  predictors: readonly PredictorModule[],
  clock: Clock
): Promise<readonly Finding[]> {
  const { databaseUrl, databaseWriters, databaseReaders, amqpUrl, replicationFactor, prefix } = config.cluster
  const [{ examinePostgres }, { examineRabbitmq }, { examineKafka }, { examineS3 }] = await Promise.all([
    import('./examine-postgres.ts'),
    import('./examine-rabbitmq.ts'),
    import('./examine-kafka.ts'),
    import('./examine-s3.ts')
  ])
  const findings = await Promise.all([
    examinePostgres({ url: databaseUrl!, connections: databaseWriters + databaseReaders, clock }),
    examineRabbitmq({
      url: amqpUrl!,
      queues: predictors.map(({ predictor }) => `${prefix}${predictQueue(predictor.name)}`)
    }),
    examineKafka({
      connection: kafkaConnectionOf(config.cluster),
      replicationFactor: replicationFactor ?? -1,
      topics: listTopics(config).map(topic => ({ ...topic, name: `${prefix}${topic.name}` })),
      group: `${prefix}groundswell.${COLLECTOR_GROUP}`,
      prefix,
      clock
    }),
    examineS3({ settings: s3SettingsOf(config.cluster), clock })
  ])
  return findings.flat()
}
