import { Partitioners } from 'kafkajs'

const partitioner = Partitioners.DefaultPartitioner()

/**
 * Where the messages of a key go: murmur2 over its UTF-8, as Java's clients and Kafka Connect place them. Whoever else
 * writes a topic of ours must place its messages so.
 */
export function partitionOf(key: string, partitions: readonly PartitionMetadata[]): number {
  return partitioner({ topic: '', partitionMetadata: [...partitions], message: { key, value: null } })
}

export type PartitionMetadata = Parameters<typeof partitioner>[0]['partitionMetadata'][number]
