import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { buildStreamWriter } from '../../../cascades/source/stream-writer.ts'
import type { LiveFeed } from '../../../ports/live-feed.ts'
import { buildSetClock } from '../../harness/set-clock.ts'
import { temporaryFolder } from '../../harness/temporary.ts'
import {
  checkWatermarks,
  eventsOf,
  keyOf,
  openFixture,
  options,
  TOPIC,
  writeFolder
} from './source-fixture.ts'

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
