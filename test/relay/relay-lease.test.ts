import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { JobQueue } from '../../ports/queue.ts'
import type { EventStream } from '../../ports/stream.ts'
import { RELAY_LEASE, startRelay } from '../../relay/relay.ts'
import { FailingQueue, RecordingStream } from '../harness/fake-queue.ts'
import { openHealth } from '../harness/open-health.ts'
import { openStores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

/** Starts a relay that polls and renews every few milliseconds, and counts the polls and renewals. */
async function startCounted(failures = 0) {
  const stores = await openStores(systemClock)
  const health = openHealth()
  const queue = new FailingQueue(failures)
  const counts = { renewals: 0, refusals: 0, feedLooks: 0 }
  let isRenewing = true
  const clock = {
    ...systemClock,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      systemClock.sleep(Math.min(milliseconds, 5), signal)
  }
  const relay = startRelay({
    ...stores,
    health,
    metrics: buildMetrics(),
    leases: {
      ...stores.leases,
      async take(name, owner, seconds) {
        if (!isRenewing) return true
        const isTaken = await stores.leases.take(name, owner, seconds)
        counts[isTaken ? 'renewals' : 'refusals']++
        return isTaken
      }
    },
    outbox: {
      ...stores.outbox,
      dueFeedSequences: limit => {
        counts.feedLooks++
        return stores.outbox.dueFeedSequences(limit)
      }
    },
    queue: queue as unknown as JobQueue,
    stream: new RecordingStream() as unknown as EventStream,
    clock,
    log: buildRecordingLog().log,
    owner: 'relay-1'
  })
  onTestFinished(() => relay.close())
  await expect.poll(() => counts.renewals).toBeGreaterThan(0)

  const add = (kind: 'job' | 'feed') => {
    const row = { id: `${kind}-1`, kind, destination: 'predict.echo', key: 'k', payload: '{}' } as const
    return stores.database.write(transaction => stores.outbox.add(transaction, [row]))
  }
  /** Simulates a pause of this process that is longer than its lease. */
  const steal = () =>
    stores.database.write(transaction =>
      transaction
        .updateTable('leases')
        .set({ owner: 'relay-2', until: systemClock.now() + 50_000 })
        .where('name', '=', RELAY_LEASE)
        .execute()
    )
  const believe = () => {
    isRenewing = false
  }
  return { stores, health, queue, counts, add, steal, believe }
}

test('sends nothing more once it has lost its lease', async () => {
  const { stores, queue, counts, add, steal } = await startCounted()
  await steal()
  await expect.poll(() => counts.refusals).toBeGreaterThan(0)
  await add('job')
  stores.outbox.wake('job')
  const before = counts.refusals
  await expect.poll(() => counts.refusals).toBeGreaterThan(before + 20)
  expect(queue.published).toEqual([])
})

test('assigns no feed sequence while another process holds the lease, even before it notices', async () => {
  const { stores, counts, add, steal, believe } = await startCounted()
  believe()
  await steal()
  await add('feed')
  const before = counts.feedLooks
  await expect.poll(() => counts.feedLooks).toBeGreaterThan(before + 3)
  expect(await stores.feed.latest()).toBe(0)
  expect(await stores.outbox.depth()).toMatchObject([{ kind: 'feed' }])
})

test('clears the problems of its destinations once another process relays', async () => {
  const { stores, health, add, steal } = await startCounted(Number.POSITIVE_INFINITY)
  const state = () => health.read().components.find(({ name }) => name === 'relay to predict.echo')?.state
  await add('job')
  stores.outbox.wake('job')
  await expect.poll(state).toBe('failed')
  await steal()
  await expect.poll(state).toBe('ok')
})

test('clears the problem of a destination once no row waits for it', async () => {
  const { stores, health, add } = await startCounted(Number.POSITIVE_INFINITY)
  const state = () => health.read().components.find(({ name }) => name === 'relay to predict.echo')?.state
  await add('job')
  stores.outbox.wake('job')
  await expect.poll(state).toBe('failed')
  await stores.database.write(transaction => transaction.deleteFrom('outbox').execute())
  await expect.poll(state).toBe('ok')
})
