import type { TopicSpecification } from '../ports/stream.ts'
import type { Config } from './config.ts'

export const eventsTopic = 'groundswell.events'
export const cascadesTopic = 'groundswell.cascades'
export const alertsTopic = 'groundswell.alerts'
export const deadLettersTopic = 'groundswell.dead-letters'
export const predictionsTopic = 'groundswell.predictions'
export const modelsTopic = 'groundswell.models'

/** Lists every topic. docs/ARCHITECTURE.md describes them. */
export function listTopics({ retention, stream }: Config): readonly TopicSpecification[] {
  const retentionSeconds = retention.streamSeconds
  const { eventPartitions, predictionPartitions } = stream
  return [
    { name: eventsTopic, partitions: eventPartitions, retentionSeconds },
    { name: cascadesTopic, partitions: eventPartitions, retentionSeconds },
    { name: predictionsTopic, partitions: predictionPartitions, retentionSeconds },
    { name: alertsTopic, partitions: predictionPartitions, retentionSeconds },
    { name: deadLettersTopic, partitions: 1, retentionSeconds },
    { name: modelsTopic, partitions: 1, isCompacted: true }
  ]
}
