import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import { startCollector, usualPace } from '../../../cascades/collector/start-collector.ts'
import { writeEvent } from '../../../ports/messages.ts'
import type { StreamRecord } from '../../../ports/stream.ts'
import { buildStores, openTestDatabase } from '../../harness/open-stores.ts'
import { buildMemoryMetrics, silentLog } from '../../worker/fakes.ts'
import { endings } from './memory-cascade-store.ts'

test('shows the partition of a batch that cannot be decoded, writes one dead letter and continues', async () => {
  const database = await openTestDatabase()
  const stores = buildStores(database, systemClock)
  const stream = await openEmbeddedStream({ database, clock: systemClock, log: silentLog })
  const topics = { events: 'events', cascades: 'cascades', deadLetters: 'dead-letters' }
  await stream.declare(Object.values(topics).map(name => ({ name, partitions: 2 })))
  const settings = {
    ...usualPace,
    ...endings,
    checkpointMilliseconds: 1,
    windows: [300],
    laterAges: [],
    maxResidentEvents: 1_000,
    maxBacklog: 1_000
  }
  const damage = { first: 0, reason: 'the checksum is wrong' }
  // Replaces the third record of partition 1 with a damaged batch.
  const spoil = (records: readonly StreamRecord[]) =>
    records.map(record =>
      record.partition === 1 && record.position === 2 ? { ...record, value: '', damage } : record
    )
  const collector = await startCollector({
    ...stores,
    database,
    stream: {
      ...stream,
      subscribe: subscription =>
        stream.subscribe({
          ...subscription,
          onBatch: (partition, records) => subscription.onBatch(partition, spoil(records))
        })
    },
    clock: systemClock,
    log: silentLog,
    metrics: buildMemoryMetrics(),
    topics,
    growthAlerts: { minEvents: null, topic: 'alerts', webhooks: [] },
    owner: 'owner',
    predictor: 'cascade-size',
    settings
  })
  onTestFinished(async () => {
    await collector.close()
    await stream.close()
  })
  expect(collector.damagedPartitions).toEqual([])
  const partitionOf = await stream.partitioner(topics.events)
  const cascadeId = ['a', 'b', 'c', 'd'].find(id => partitionOf(id) === 1)!
  for (const eventId of ['1', '2', '3', '4']) {
    const kind = eventId === '1' ? ('post' as const) : ('reshare' as const)
    const event = { eventId, cascadeId, kind, time: 1_700_000_000, magnitude: 1, source: 's' }
    await stream.append(topics.events, [{ key: cascadeId, value: writeEvent(event) }])
  }
  await expect.poll(() => collector.damagedPartitions).toEqual([1])
  await expect.poll(async () => (await stores.cascades.get(cascadeId))?.summary.events).toBe(3)
  const { items } = await stores.deadLetters.list({}, { limit: 10, cursor: undefined })
  expect(items).toMatchObject([
    {
      id: expect.stringMatching(/^dlt_events\.1\.2\./),
      queue: 'events',
      reason: 'the batch at positions 0 to 2 cannot be decoded: the checksum is wrong'
    }
  ])
})
