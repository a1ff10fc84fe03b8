import { onTestFinished } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { JobQueue } from '../../ports/queue.ts'
import type { EventStream } from '../../ports/stream.ts'
import { startRelay } from '../../relay/relay.ts'
import type { Outgoing } from '../../stores/outbox/outgoing.ts'
import { type FailingQueue, RecordingStream } from '../harness/fake-queue.ts'
import { openHealth } from '../harness/open-health.ts'
import type { Stores } from '../harness/open-stores.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

/** Starts a relay on `stores` that is closed when the test has finished. */
export function startTestRelay(
  stores: Stores,
  queue: FailingQueue,
  stream = new RecordingStream(),
  owner = 'relay-1',
  clock = systemClock,
  { isEndless = false, health = openHealth() } = {}
) {
  const relay = startRelay({
    health,
    metrics: buildMetrics(),
    ...stores,
    queue: queue as unknown as JobQueue,
    stream: stream as unknown as EventStream,
    clock,
    log: buildRecordingLog().log,
    owner
  })
  // A relay that awaits an answer that never comes does not close.
  onTestFinished(async () => {
    const closing = relay.close()
    if (!isEndless) await closing
  })
  return relay
}

export const job = (id: string, destination = 'predict.echo', dueAt?: number): Outgoing => ({
  id,
  kind: 'job',
  destination,
  key: id,
  payload: `{"id":"${id}"}`,
  ...(dueAt === undefined ? {} : { dueAt })
})
export const feedEvent = (id: string): Outgoing => ({
  id,
  kind: 'feed',
  destination: 'predictions',
  key: id,
  payload: '{}'
})
export const add = async ({ database, outbox }: Stores, rows: readonly Outgoing[]) => {
  await database.write(transaction => outbox.add(transaction, rows))
  for (const kind of new Set(rows.map(row => row.kind))) outbox.wake(kind)
}
export const isEmpty = async ({ outbox }: Stores) => (await outbox.depth()).length === 0
export const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => `m${String(index).padStart(5, '0')}`)
