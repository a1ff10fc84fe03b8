import type { TopicSpecification } from '../ports/stream.ts'
import type { Config } from './config.ts'

export const predictionsTopic = 'groundswell.predictions'
export const modelsTopic = 'groundswell.models'

/** Every topic there is, as docs/ARCHITECTURE.md lists them. */
export function listTopics({ retention }: Config): readonly TopicSpecification[] {
  return [
    { name: predictionsTopic, partitions: 20, retentionSeconds: retention.streamSeconds },
    { name: modelsTopic, partitions: 1, isCompacted: true }
  ]
}
