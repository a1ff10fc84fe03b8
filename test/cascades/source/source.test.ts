import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { buildMetrics } from '../../../adapters/metrics/prometheus.ts'
import { openEmbeddedStream } from '../../../adapters/stream/embedded/stream.ts'
import type { ReplayOptions } from '../../../cascades/source/replay-options.ts'
import { startSource } from '../../../cascades/source/start-source.ts'
import { buildStreamWriter } from '../../../cascades/source/stream-writer.ts'
import { Random } from '../../../learners/random.ts'
import type { Database } from '../../../ports/database.ts'
import type { LiveFeed } from '../../../ports/live-feed.ts'
import { readStreamEvent, type StreamEvent } from '../../../ports/messages.ts'
import type { EventStream } from '../../../ports/stream.ts'
import { buildKillableDatabase } from '../../harness/killable-database.ts'
import { buildStores, openStores } from '../../harness/open-stores.ts'
import { buildRecordingLog } from '../../harness/recording-log.ts'
import { buildSetClock } from '../../harness/set-clock.ts'
import { temporaryFolder } from '../../harness/temporary.ts'
// A replay imports the folder reader at its first use. Imported here, so that it does not use up the time of a poll.
import '../../../cascades/source/packed-cascades.ts'

const TOPIC = 'events'
const PARTITIONS = 3
const options: ReplayOptions = {
  kind: 'folder',
  order: 'time',
  speed: 'max',
  pause: { mean: 60, deviation: 20 },
  startGapSeconds: 600,
  seed: 3,
  cascades: null,
  isLooped: false
}

/** Writes cascades of 1 to 80 events, many at equal times, and returns their sizes. */
function writeFolder(folder: string, cascades: number): number[] {
  const random = new Random(1)
  mkdirSync(folder, { recursive: true })
  let row = 1
  let index = 'start_ind,end_ind\n'
  let data = 'time,magnitude\n'
  const sizes = Array.from({ length: cascades }, () => {
    const size = 1 + random.integer(80)
    let time = 0
    for (let place = 0; place < size; place++) {
      if (place > 0) time += random.integer(200)
      data += `${time},${random.integer(1_000)}\n`
    }
    index += `${row},${row + size - 1}\n`
    row += size
    return size
  })
  writeFileSync(join(folder, 'index.csv'), index)
  writeFileSync(join(folder, 'data.csv'), data)
  return sizes
}

async function openFixture() {
  const stores = await openStores(systemClock)
  const { log, lines } = buildRecordingLog()
  const stream = await openEmbeddedStream({ database: stores.database, clock: systemClock, log })
  await stream.declare([{ name: TOPIC, partitions: PARTITIONS }])
  onTestFinished(() => stream.close())
  let starts = 0
  return {
    stores,
    stream,
    lines,
    start(changes: { readonly stream?: EventStream; readonly live?: LiveFeed } = {}) {
      const source = startSource({
        ...stores,
        stream: changes.stream ?? stream,
        clock: systemClock,
        log,
        metrics: buildMetrics(),
        owner: `owner ${++starts}`,
        topic: TOPIC,
        readers: 'collector',
        live: changes.live ?? null
      })
      onTestFinished(source.close)
      return source
    },
    request: (folder: string | null, asked: ReplayOptions) =>
      stores.replays.request({ label: 'set', folder, options: JSON.stringify(asked) }),
    /** Reads the messages of each partition, in order. */
    async read(): Promise<StreamEvent[][]> {
      const ends = await stream.ends(TOPIC)
      return Promise.all(
        ends.map(async ({ partition, first, next }) => {
          const read: StreamEvent[] = []
          for (let position = first; position < next; ) {
            const records = await stream.read(TOPIC, partition, position, 1_000)
            read.push(...records.map(({ value }) => readStreamEvent(value)))
            position = records.at(-1)!.position + 1
          }
          return read
        })
      )
    }
  }
}

type Event = Extract<StreamEvent, { is: 'event' }>
const eventsOf = (messages: readonly StreamEvent[]) =>
  messages.filter((each): each is Event => each.is === 'event')
const keyOf = ({ cascadeId, eventId }: Event) => `${cascadeId} ${eventId}`

/** Expects no event at or before an earlier watermark, and a last watermark at the end. */
function checkWatermarks(partition: readonly StreamEvent[]): void {
  let watermark = Number.NEGATIVE_INFINITY
  const behind = partition.filter(message => {
    if (message.is === 'event') return message.time <= watermark
    if (message.is !== 'watermark') return true
    const isBehind = message.time < watermark
    watermark = message.time
    return isBehind
  })
  expect(behind).toEqual([])
  expect(partition.at(-1)).toMatchObject({ is: 'watermark', isLast: true })
}

test.each(['time', 'random'] as const)(
  'order %s: sends each event once, in the past and not behind a watermark',
  async order => {
    const fixture = await openFixture()
    const folder = temporaryFolder()
    const sizes = writeFolder(folder, 400)
    const { id, label } = await fixture.request(folder, { ...options, order })
    fixture.start()
    await expect.poll(async () => (await fixture.stores.replays.get(id))!.state).toBe('succeeded')
    const partitions = await fixture.read()
    for (const partition of partitions) checkWatermarks(partition)
    const events = partitions.flatMap(eventsOf)
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(events.length).toBe(total)
    expect(new Set(events.map(keyOf)).size).toBe(total)
    const byCascade = Map.groupBy(events, ({ cascadeId }) => cascadeId)
    for (const [number, size] of sizes.entries()) {
      const own = byCascade.get(`${label}.${number}`)!
      expect(own.map(({ eventId }) => eventId)).toEqual(
        Array.from({ length: size }, (_, place) => String(place))
      )
      expect(own.map(({ kind }) => kind)).toEqual(own.map((_, place) => (place === 0 ? 'post' : 'reshare')))
    }
    expect(Math.max(...events.map(({ time }) => time))).toBeLessThanOrEqual(Date.now() / 1_000)
    expect((await fixture.stores.replays.get(id))!.progress).toEqual({
      events: total,
      cascades: 400,
      totalEvents: total,
      totalCascades: 400
    })
  }
)

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

test('ends a stopped replay without a last watermark', async () => {
  const fixture = await openFixture()
  const { id } = await fixture.request(null, {
    kind: 'simulation',
    postsPerHour: 3_600,
    speed: 1_000,
    seed: 1
  })
  fixture.start()
  await expect.poll(async () => (await fixture.stores.replays.get(id))!.progress.events).toBeGreaterThan(100)
  await fixture.stores.replays.stop(id)
  await expect.poll(() => fixture.lines.some(({ message }) => message === 'replay released')).toBe(true)
  const partitions = await fixture.read()
  expect(partitions.flat().filter(each => each.is === 'watermark' && each.isLast)).toEqual([])
  expect((await fixture.stores.replays.get(id))!.state).toBe('stopped')
})

test('fails a replay of an invalid folder with file, line and reason', async () => {
  const fixture = await openFixture()
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'index.csv'), 'start_ind,end_ind\n1,2\n')
  writeFileSync(join(folder, 'data.csv'), 'time,magnitude\n0,5\n-1,5\n')
  const { id } = await fixture.request(folder, options)
  fixture.start()
  await expect.poll(async () => (await fixture.stores.replays.get(id))!.state).toBe('failed')
  expect((await fixture.stores.replays.get(id))!.reason).toBe(
    `${join(folder, 'data.csv')}:3: column "time": the time -1 is negative: it lies before the post`
  )
  expect((await fixture.read()).flat()).toEqual([])
})

test('sends nothing while the readers are far behind', async () => {
  const fixture = await openFixture()
  const clock = buildSetClock()
  let unread = 200_001
  let looks = 0
  const countUnread = async () => {
    looks++
    return unread
  }
  const streamWriter = buildStreamWriter({ stream: fixture.stream, clock, topic: TOPIC, countUnread })
  const events = Array.from({ length: 20_000 }, (_, index) => ({
    eventId: String(index),
    cascadeId: 'c',
    kind: 'reshare' as const,
    time: index,
    magnitude: 1,
    source: 's'
  }))
  const { signal } = new AbortController()
  const sent = streamWriter.send(events, null, signal)
  await expect.poll(() => looks).toBe(1)
  clock.advance(50)
  await expect.poll(() => looks).toBe(2)
  expect((await fixture.read()).flat()).toEqual([])
  unread = 200_000
  clock.advance(50)
  await sent
  expect((await fixture.read()).flat().length).toBe(20_000)
})

const T0 = 1_700_000_000

test('resumes a live feed from its stored place', async () => {
  const fixture = await openFixture()
  const asked: (string | null)[] = []
  const live: LiveFeed = {
    name: 'live',
    async *read(place, signal) {
      asked.push(place)
      for (let count = Number(place ?? 0) + 1; !signal.aborted; count++) {
        const event = {
          eventId: `${count}`,
          cascadeId: 'c',
          kind: 'post',
          time: T0 + count,
          magnitude: 1,
          source: 'live'
        } as const
        yield { events: [event], watermark: T0 + count, place: String(count), gap: null }
        await systemClock.sleep(5, signal)
      }
    }
  }
  const events = async () => (await fixture.read()).flatMap(eventsOf)
  const first = fixture.start({ live })
  await expect.poll(async () => (await events()).length).toBeGreaterThan(5)
  await first.close()
  const before = (await events()).length
  fixture.start({ live })
  await expect.poll(async () => (await events()).length).toBeGreaterThan(before + 5)
  expect(asked).toEqual([null, String(before)])
  const all = await events()
  expect(all.map(({ time }) => time)).toEqual(all.map((_, index) => T0 + index + 1))
})
