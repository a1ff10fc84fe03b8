import { expect, test } from 'vitest'
import { listFaults } from '../../../cli/doctor/examine-topic-settings.ts'

const events = { name: 'events', partitions: 3, retentionSeconds: 3_600 }

test.each([
  [events, {}, []],
  [events, { 'compression.type': 'lz4', 'retention.ms': '-1' }, []],
  [events, { 'compression.type': 'brotli' }, ['compression.type brotli cannot be read']],
  [events, { 'cleanup.policy': 'compact' }, ['cleanup.policy is compact, not delete']],
  [
    events,
    { 'retention.ms': '60000' },
    ['retention.ms is 60000, not 3600000: messages are deleted too early']
  ],
  [{ ...events, isCompacted: true }, { 'cleanup.policy': 'compact', 'retention.ms': '1' }, []],
  [
    events,
    { 'max.message.bytes': '900' },
    ['max.message.bytes is 900, not 1000: larger messages are rejected']
  ]
])('reports for the topic %j with the settings %j: %j', (topic, settings, faults) => {
  expect(listFaults(topic, new Map(Object.entries(settings)), 1_000)).toEqual(faults)
})
