import { expect, test } from 'vitest'
import { partitionOf } from '../../adapters/stream/kafka/partition-of.ts'

// Hashes from the tests of Kafka's Java client: org.apache.kafka.common.utils.UtilsTest.testMurmur2.
const hashes = {
  21: -973932308,
  foobar: -790332482,
  'a-little-bit-long-string': -985981536,
  'a-little-bit-longer-string': -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971
}

test('maps keys to the same partitions as the Java clients', () => {
  const partitions = Array.from({ length: 12 }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 1,
    replicas: [1],
    isr: [1]
  }))
  for (const [key, hash] of Object.entries(hashes))
    expect(partitionOf(key, partitions)).toBe((hash & 0x7fffffff) % 12)
})
