import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { buildMetrics } from '../../../adapters/metrics/prometheus.ts'
import { startSource } from '../../../cascades/source/start-source.ts'
import type { Database } from '../../../ports/database.ts'
import type { StreamEvent } from '../../../ports/messages.ts'
import type { EventStream } from '../../../ports/stream.ts'
import { buildKillableDatabase } from '../../harness/killable-database.ts'
import { buildStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { temporaryFolder } from '../../harness/temporary.ts'
import {
  checkWatermarks,
  type Event,
  eventsOf,
  keyOf,
  openFixture,
  options,
  TOPIC,
  writeFolder
} from './source-fixture.ts'

/** After this number of events, appends nothing and never answers, as a killed process. */
function dieAfter(
  stream: EventStream,
  events: number
): { readonly stream: EventStream; readonly died: Promise<void> } {
  let left = events
  const { promise: died, resolve: notifyDeath } = Promise.withResolvers<void>()
  const append: EventStream['append'] = async (topic, messages, place) => {
    left -= messages.length
    if (left >= 0) return stream.append(topic, messages, place)
    notifyDeath()
    return new Promise(() => {})
  }
  return { stream: { ...stream, append }, died }
}

test('loses and changes no event when a killed replay is taken over, and keeps watermarks valid for new events', async () => {
  const fixture = await openFixture()
  const folder = temporaryFolder()
  const sizes = writeFolder(folder, 1_500)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(50_000)
  const { id } = await fixture.request(folder, options)
  for (const events of [6_000, 12_000, 21_000]) {
    const { stream, died } = dieAfter(fixture.stream, events)
    // Not closed before the test ends, because a killed process releases nothing.
    const database = buildKillableDatabase(fixture.stores.database)
    startAside(database, stream)
    await died
    database.die()
    await fixture.stores.database.write(transaction =>
      transaction.updateTable('replays').set({ lease_until: null, owner: null }).execute()
    )
  }
  fixture.start()
  await expect.poll(async () => (await fixture.stores.replays.get(id))!.state).toBe('succeeded')
  const partitions = await fixture.read()
  const first = new Map<string, Event>()
  for (const event of partitions.flatMap(eventsOf)) {
    const known = first.get(keyOf(event))
    if (known && !isDeepStrictEqual(known, event)) expect(event).toEqual(known)
    if (!known) first.set(keyOf(event), event)
  }
  expect(first.size).toBe(total)
  for (const partition of partitions) {
    const seen = new Set<string>()
    checkWatermarks(
      partition
        .filter(each => each.is !== 'event' || (!seen.has(keyOf(each)) && seen.add(keyOf(each))))
        .filter(isNotBehind())
    )
  }
})

test('fails a replay that is taken over after its folder has changed, and sends no other event', async () => {
  const fixture = await openFixture()
  const folder = temporaryFolder()
  writeFolder(folder, 400)
  const { id } = await fixture.request(folder, options)
  const { stream, died } = dieAfter(fixture.stream, 6_000)
  const database = buildKillableDatabase(fixture.stores.database)
  startAside(database, stream)
  await died
  database.die()
  await fixture.stores.database.write(transaction =>
    transaction.updateTable('replays').set({ lease_until: null, owner: null }).execute()
  )
  const sent = (await fixture.read()).flat().length
  writeFolder(folder, 401)
  fixture.start()
  await expect.poll(async () => (await fixture.stores.replays.get(id))!.state).toBe('failed')
  expect((await fixture.stores.replays.get(id))!.reason).toBe(
    `${folder}: the cascades have changed since this replay began, so it cannot resume: start another replay`
  )
  expect((await fixture.read()).flat().length).toBe(sent)
})

/** Filters the watermarks that are sent again after a takeover, since they are behind earlier ones. */
function isNotBehind() {
  let watermark = Number.NEGATIVE_INFINITY
  return (message: StreamEvent) => {
    if (message.is !== 'watermark') return true
    if (message.time < watermark) return false
    watermark = message.time
    return true
  }
}

function startAside(database: Database, stream: EventStream): void {
  const { log } = buildRecordingLog()
  startSource({
    ...buildStores(database, systemClock),
    stream,
    clock: systemClock,
    log,
    metrics: buildMetrics(),
    owner: `dead ${Math.random()}`,
    topic: TOPIC,
    readers: 'collector',
    live: null
  })
}
