import { Partitioners } from 'kafkajs'

const partitioner = Partitioners.DefaultPartitioner()

/**
 * The partition of a key: murmur2 over its UTF-8 bytes, as in the Java clients and Kafka Connect. Every other producer of
 * our topics must use the same function.
 */
export function partitionOf(key: string, partitions: readonly PartitionMetadata[]): number {
  return partitioner({ topic: '', partitionMetadata: [...partitions], message: { key, value: null } })
}

export type PartitionMetadata = Parameters<typeof partitioner>[0]['partitionMetadata'][number]
