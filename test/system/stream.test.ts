import { expect, test } from 'vitest'
import { readConfig } from '../../app/config.ts'
import {
  alertsTopic,
  cascadesTopic,
  eventsTopic,
  listTopics,
  modelsTopic,
  predictionsTopic
} from '../../app/topics.ts'
import { Random } from '../../learners/random.ts'
import { recogniseMessage } from '../harness/asyncapi.ts'
import { smallCascade } from '../harness/cascades.ts'
import { disturb, feed } from '../harness/feed.ts'
import { type Started, startForTest } from '../harness/start.ts'
import type { TestEnvironment } from '../harness/test-environment.ts'

const T0 = 1_700_000_000
const settings = {
  GROUNDSWELL_EVENT_PARTITIONS: '4',
  GROUNDSWELL_WINDOWS: '300,600',
  GROUNDSWELL_IDLE_SECONDS: '3600',
  GROUNDSWELL_ALERT_THRESHOLD: '14',
  GROUNDSWELL_CHECKPOINT_SECONDS: '0.2'
}

/** Makes the events of small cascades that begin every 10 s, in order of time. */
function makeEvents(cascades: number) {
  return Array.from({ length: cascades }, (_, number) =>
    smallCascade().events.map(({ time, magnitude }, place) => ({
      eventId: `e${place}`,
      cascadeId: `c${number}`,
      kind: place === 0 ? ('post' as const) : ('reshare' as const),
      time: T0 + 10 * number + time,
      magnitude
    }))
  )
    .flat()
    .sort((left, right) => left.time - right.time)
}

async function waitForCount(program: Started, name: string, count: number): Promise<void> {
  await expect.poll(async () => (await program.get('/stream')).body.counters[name]).toBe(count)
}

test('publishes windows, forecasts, alerts, endings and scores of fed events once each, as in asyncapi.yaml', async () => {
  const program = await startForTest({ settings })
  const gone = new AbortController()
  const shown = program.request('/feed', { signal: gone.signal })
  const cascades = 30
  const disturbed = disturb(makeEvents(cascades), new Random(7), { twice: 0.05, late: 0.05, seconds: 30 })
  await feed(program, disturbed)
  await feed(program, [{ watermark: T0 + 10 * cascades + 700 }])
  await waitForCount(program, 'windows', 2 * cascades)
  // The windows have passed, and the cascades are still open.
  await expect.poll(async () => (await program.get('/alerts?limit=100')).body.items.length).toBe(2 * cascades)
  const hot = (await program.get('/cascades?limit=5')).body.items
  expect(hot).toHaveLength(5)
  const medians = hot.map(({ forecast }) => forecast?.median ?? Number.NaN)
  expect(medians).toEqual(medians.toSorted((left, right) => right - left))

  await feed(program, [{ watermark: T0 + 10 * cascades + 700, isLast: true }])
  await waitForCount(program, 'ended', cascades)
  const { counters, lag } = (await program.get('/stream')).body
  expect(lag).toBe(0)
  const events = cascades * smallCascade().events.length
  const again = disturbed.filter(each => 'eventId' in each).length - events
  expect(counters).toMatchObject({
    events,
    duplicates: again,
    late: 0,
    cascades,
    windows: 2 * cascades,
    afterEnd: 0
  })
  for (let number = 0; number < cascades; number++) {
    const { cascade, forecasts, outcome, events } = (await program.get(`/cascades/c${number}`)).body
    expect(cascade).toMatchObject({ state: 'ended', events: 14, windowsPassed: [300, 600], revision: 1 })
    expect(outcome).toMatchObject({ finalSize: 14, source: 'stream' })
    expect(events.map(({ time }) => time)).toEqual(smallCascade().events.map(({ time }) => time))
    expect(forecasts.map(each => each.windowSeconds)).toEqual([300, 600])
    for (const { absoluteRelativeError, areOptimal } of forecasts)
      expect(absoluteRelativeError).toBeCloseTo(Math.abs(14 - areOptimal!) / 14, 10)
  }
  // The trainer has scored them.
  await expect
    .poll(async () => {
      const { items } = (await program.get('/models/accuracy')).body
      return items.reduce((sum, { cases }) => sum + cases, 0)
    })
    .toBe(2 * cascades)

  await feed(program, [{ eventId: 'late', cascadeId: 'c0', kind: 'reshare', time: T0 + 5_000, magnitude: 1 }])
  await waitForCount(program, 'revised', 1)
  expect((await program.get('/cascades/c0')).body).toMatchObject({
    cascade: { revision: 2 },
    outcome: { finalSize: 15, revision: 2 }
  })
  gone.abort()
  await shown.catch(() => {})
  await program.kill('SIGTERM')
  const seen = await readTopics(program.testEnvironment)
  expect(seen).toMatchObject({
    [eventsTopic]: new Set(['event', 'watermark']),
    [cascadesTopic]: new Set(['cascade']),
    [predictionsTopic]: new Set(['prediction']),
    [alertsTopic]: new Set(['alert']),
    [modelsTopic]: new Set(['model'])
  })
})

/** Validates every message on every topic against asyncapi.yaml. Returns the kinds of messages by topic. */
async function readTopics(testEnvironment: TestEnvironment): Promise<Record<string, ReadonlySet<string>>> {
  const database = await testEnvironment.openDatabase()
  const stream = await testEnvironment.openStream(database)
  const seen: Record<string, Set<string>> = {}
  for (const { name } of listTopics(readConfig({})))
    for (const { partition, first, next } of await stream.ends(name))
      for (const { value } of await stream.read(name, partition, first, next - first)) {
        seen[name] ??= new Set()
        seen[name].add(recogniseMessage(name, value))
      }
  await stream.close()
  await database.close()
  return seen
}
