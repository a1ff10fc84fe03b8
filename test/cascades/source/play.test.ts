import { expect, test } from 'vitest'
import { play } from '../../../cascades/source/play.ts'
import { Playback } from '../../../cascades/source/playback.ts'
import type { CascadeEvent, Watermark } from '../../../ports/messages.ts'
import { buildSetClock } from '../../harness/set-clock.ts'

const EPOCH = 1_763_700_000

/** 3,000 cascades that begin at the same time, each with one event in every one of the first ten seconds. */
function begin(speed: number | 'max') {
  const times = Array.from({ length: 10 }, (_, second) => second)
  const cascades = Array.from({ length: 3_000 }, (_, number) => ({
    number,
    start: 0,
    times,
    magnitudes: times
  }))
  const sent: { readonly events: readonly CascadeEvent[]; readonly watermark: Watermark }[] = []
  const clock = buildSetClock()
  const playing = play({
    playback: new Playback(cascades),
    source: 's',
    label: 'l',
    provenance: 'simulated',
    epoch: EPOCH,
    speed,
    clock,
    signal: new AbortController().signal,
    streamWriter: { send: async (events, watermark) => void sent.push({ events, watermark: watermark! }) },
    onSent() {}
  })
  return { playing, clock, sent }
}

test('splits batches between different times, so that no event equals an earlier watermark', async () => {
  const { playing, sent } = begin('max')
  await playing
  expect(sent.length).toBeGreaterThan(3)
  let watermark = 0
  for (const batch of sent) {
    expect(batch.events[0]!.time).toBeGreaterThan(watermark)
    watermark = batch.watermark.time
  }
  expect(sent.map(batch => batch.watermark.isLast)).toEqual(sent.map((_, index) => index === sent.length - 1))
})

test('sends at a given speed exactly the due events, and watermarks without events', async () => {
  const { playing, clock, sent } = begin(2)
  const count = () => sent.reduce((sum, { events }) => sum + events.length, 0)
  await expect.poll(count).toBe(3_000)
  clock.advance(250)
  await expect.poll(() => sent.at(-1)!.watermark.time).toBe(EPOCH + 0.5)
  expect(count()).toBe(3_000)
  clock.advance(1_750)
  await expect.poll(() => sent.at(-1)!.watermark.time).toBe(EPOCH + 4)
  expect(count()).toBe(15_000)
  clock.advance(3_000)
  await playing
  expect(count()).toBe(30_000)
  expect(sent.at(-1)!.watermark).toEqual({ source: 's', time: EPOCH + 9, isLast: true })
})

test('sends no event and no watermark ahead of the clock at any speed', async () => {
  const clock = buildSetClock(EPOCH * 1_000)
  const cascades = Array.from({ length: 500 }, (_, number) => ({
    number,
    start: number * 20,
    times: [0, 5, 290],
    magnitudes: [1, 1, 1]
  }))
  let watermark = 0
  let events = 0
  const playing = play({
    playback: new Playback(cascades),
    source: 's',
    label: 'l',
    provenance: 'simulated',
    epoch: EPOCH,
    speed: 1e5,
    clock,
    signal: new AbortController().signal,
    streamWriter: {
      async send(batch, next) {
        for (const { time } of batch) {
          expect(time).toBeGreaterThan(watermark)
          expect(time).toBeLessThanOrEqual(clock.now() / 1_000)
        }
        watermark = next!.time
        expect(watermark).toBeLessThanOrEqual(clock.now() / 1_000)
        events += batch.length
      }
    },
    onSent() {}
  })
  const later = () => {
    clock.advance(1_000_000)
    return events
  }
  await expect.poll(later, { interval: 5 }).toBe(1_500)
  await playing
})
