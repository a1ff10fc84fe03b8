import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { digestOfRecord } from '../../../cascades/collector/record-digest.ts'
import { buildTakePartitions } from '../../../cascades/collector/take-partitions.ts'
import { Failure } from '../../../ports/errors.ts'
import type { StreamRecord } from '../../../ports/stream.ts'
import { openStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildMemoryMetrics } from '../../worker/fakes.ts'

const checkpointKey = { group: 'collector', topic: 'events', partition: 0 }

function recordAt(position: number, value = `message ${position}`): StreamRecord {
  return { key: 'a', value, partition: 0, position }
}

/** A topic with these ends, and a group with a checkpoint at `position` after the message `read`. */
async function openTopic(
  ends: { readonly first: number; readonly next: number },
  position: number,
  read: StreamRecord = recordAt(position - 1)
) {
  const stores = await openStores(systemClock)
  const state = JSON.stringify({ digest: digestOfRecord(read) })
  await stores.checkpoints.take(checkpointKey, 'before')
  await stores.database.write(transaction =>
    stores.checkpoints.advance(transaction, checkpointKey, 'before', 0, { position, state })
  )
  const topic = {
    ends: async () => [{ partition: 0, ...ends }],
    read: async (_topic: string, _partition: number, from: number): Promise<readonly StreamRecord[]> => [
      recordAt(from)
    ]
  }
  const { log, lines } = buildRecordingLog()
  const take = buildTakePartitions({
    checkpoints: stores.checkpoints,
    stream: topic,
    log,
    metrics: buildMemoryMetrics(),
    owner: 'now'
  })
  const taken = async () => (await take('collector', 'events', [0])).get(0)
  return { stores, topic, lines, taken }
}

test('keeps a position within the history of the topic, also at its end', async () => {
  for (const next of [7, 90]) {
    const { taken, lines } = await openTopic({ first: 0, next }, 7)
    expect(await taken()).toMatchObject({ position: 7 })
    expect(lines).toEqual([])
  }
})

const gaps = [
  ['beyond the end of its topic', { first: 0, next: 3 }, undefined, 'beyond-end', 0],
  [
    'after another message than was read',
    { first: 2, next: 90 },
    recordAt(6, 'another'),
    'other-messages',
    2
  ],
  ['before the oldest message kept', { first: 20, next: 90 }, undefined, 'expired', 20]
] as const

test.each(gaps)(
  'reports a position %s once, and continues from the oldest message',
  async (_, ends, read, reason, to) => {
    const { stores, taken, lines } = await openTopic(ends, 7, read)
    expect(await taken()).toMatchObject({ position: to })
    expect(lines).toMatchObject([{ level: 'warn', fields: { ...checkpointKey, reason, from: 7, to } }])
    expect(await taken()).toMatchObject({ position: to })
    expect(lines).toHaveLength(1)
    const advanced = await stores.database.write(transaction =>
      stores.checkpoints.advance(transaction, checkpointKey, 'now', to, { position: to + 1, state: '{}' })
    )
    expect(advanced).toBe(true)
  }
)

test('reports no gap when the previous owner read further during the takeover', async () => {
  const { stores, topic, taken, lines } = await openTopic({ first: 0, next: 90 }, 7)
  topic.ends = async () => {
    const row = await stores.database.reader
      .selectFrom('checkpoints')
      .select('owner')
      .executeTakeFirstOrThrow()
    return [{ partition: 0, first: 0, next: row.owner === 'now' ? 90 : 3 }]
  }
  expect(await taken()).toMatchObject({ position: 7 })
  expect(lines).toEqual([])
})

test('reports no gap when the last message is unreadable; rejects while the stream is unavailable', async () => {
  const { topic, taken, lines } = await openTopic({ first: 0, next: 90 }, 7)
  topic.read = async () => Promise.reject(new Error('unknown codec'))
  expect(await taken()).toMatchObject({ position: 7 })
  const away = await openTopic({ first: 0, next: 90 }, 7)
  away.topic.read = async () => Promise.reject(new Failure('stream-unavailable', 'it is away'))
  await expect(away.taken()).rejects.toMatchObject({ code: 'stream-unavailable' })
  expect(lines).toEqual([])
})

test('begins a new group at the oldest message without reporting a gap', async () => {
  const stores = await openStores(systemClock)
  const { log, lines } = buildRecordingLog()
  const stream = { ends: async () => [{ partition: 0, first: 5, next: 9 }], read: async () => [] }
  const take = buildTakePartitions({ ...stores, stream, log, metrics: buildMemoryMetrics(), owner: 'now' })
  expect(await take('collector', 'events', [0])).toEqual(new Map([[0, null]]))
  expect(lines).toEqual([])
})
