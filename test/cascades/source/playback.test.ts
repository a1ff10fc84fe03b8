import { expect, test } from 'vitest'
import { Playback, type PlayedEvent } from '../../../cascades/source/playback.ts'
import type { ScheduledCascade } from '../../../cascades/source/scheduled-cascade.ts'
import { Random } from '../../../learners/random.ts'

/** Draws cascades of up to `maxEvents` events, with equal times within and between them. */
function drawCascades(count: number, maxEvents: number, seed: number): ScheduledCascade[] {
  const random = new Random(seed)
  let start = 0
  return Array.from({ length: count }, (_, number) => {
    start += random.integer(20)
    const gaps = Array.from({ length: 1 + random.integer(maxEvents) }, (_, place) =>
      place === 0 ? 0 : random.integer(4)
    )
    let time = 0
    const times = gaps.map(gap => (time += gap))
    return { number, start, times, magnitudes: times.map((_, place) => number * 1_000 + place) }
  })
}

function playAll(playback: Playback): PlayedEvent[] {
  const events: PlayedEvent[] = []
  while (playback.nextTime < Number.POSITIVE_INFINITY) events.push(playback.take())
  return events
}

test('plays the author of the post with the post', () => {
  const cascade = { number: 0, start: 0, times: [0, 1], magnitudes: [1, 1], postAuthorId: 'ann' }
  expect(playAll(new Playback([cascade])).map(({ authorId }) => authorId)).toEqual(['ann', undefined])
})

test('plays unknown followers as unknown', () => {
  const cascade = { number: 0, start: 0, times: [0, 1], magnitudes: [Number.NaN, 0] }
  expect(playAll(new Playback([cascade])).map(({ magnitude }) => magnitude)).toEqual([null, 0])
})

test('plays every event once in order of time, and each cascade in its own order', () => {
  const cascades = drawCascades(300, 50, 1)
  const events = playAll(new Playback(cascades))
  const expected = cascades
    .flatMap(({ number, start, times, magnitudes }) =>
      Array.from(times, (time, place) => ({
        number,
        place,
        time: start + time,
        magnitude: magnitudes[place]!
      }))
    )
    .toSorted(
      (left, right) => left.time - right.time || left.number - right.number || left.place - right.place
    )
  expect(events.map(({ time }) => time)).toEqual(expected.map(({ time }) => time))
  const sorted = events.toSorted(
    (left, right) => left.time - right.time || left.number - right.number || left.place - right.place
  )
  expect(sorted).toEqual(expected)
  for (const { number, times } of cascades)
    expect(events.filter(event => event.number === number).map(({ place }) => place)).toEqual([
      ...times.keys()
    ])
})

test('plays the rest of the same sequence after a skip, also with equal times', () => {
  const cascades = drawCascades(100, 30, 2)
  const all = playAll(new Playback(cascades))
  for (const count of [0, 1, 777, all.length - 1, all.length, all.length + 5]) {
    const playback = new Playback(cascades)
    playback.skip(count)
    expect(playback.taken).toBe(Math.min(count, all.length))
    expect(playAll(playback)).toEqual(all.slice(count))
  }
})

test('requests a cascade only when it begins, so an endless source can be played', () => {
  let drawn = 0
  function* endless(): Generator<ScheduledCascade> {
    for (let number = 0; ; number++) {
      drawn++
      yield { number, start: number * 100, times: [0, 10, 150], magnitudes: [1, 2, 3] }
    }
  }
  const playback = new Playback(endless())
  playback.skip(300)
  expect(drawn).toBeLessThan(110)
})
