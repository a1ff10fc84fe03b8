import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packCascadeFolder } from '../../../cascades/source/packed-cascades.ts'
import { type ScheduleOptions, scheduleCascades, spanOf } from '../../../cascades/source/schedule.ts'
import { simulateCascades } from '../../../cascades/source/simulated-cascades.ts'
import { temporaryFolder } from '../../harness/temporary.ts'

const options: ScheduleOptions = {
  order: 'time',
  pause: { mean: 60, deviation: 20 },
  startGapSeconds: 100,
  seed: 7,
  cascades: null
}

/** Packs a folder of `count` cascades. Cascade n has 1 + n % 3 events, ten seconds apart. */
async function packFolder(count: number) {
  const folder = temporaryFolder()
  let row = 1
  const index: string[] = []
  const data: string[] = []
  for (let number = 0; number < count; number++) {
    const size = 1 + (number % 3)
    index.push(`${row},${row + size - 1}`)
    for (let place = 0; place < size; place++) data.push(`${place * 10},${number}`)
    row += size
  }
  writeFileSync(join(folder, 'index.csv'), `start_ind,end_ind\n${index.join('\n')}\n`)
  writeFileSync(join(folder, 'data.csv'), `time,magnitude\n${data.join('\n')}\n`)
  return packCascadeFolder(folder)
}

test('packs all cascades of a folder in order', async () => {
  const { numbers, offsets, times, magnitudes } = await packFolder(5)
  expect(numbers).toEqual([0, 1, 2, 3, 4])
  expect(offsets).toEqual([0, 1, 3, 6, 7, 9])
  expect([...times.subarray(0, 9)]).toEqual([0, 0, 10, 0, 10, 20, 0, 0, 10])
  expect([...magnitudes.subarray(0, 9)]).toEqual([0, 1, 1, 2, 2, 2, 3, 4, 4])
})

test('order time: schedules every cascade once, shuffled by the seed, with exponential gaps between posts', async () => {
  const packed = await packFolder(4_000)
  const schedule = scheduleCascades(packed, options, 0)
  expect(schedule.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(packed.numbers)
  expect(schedule.map(({ number }) => number)).not.toEqual(packed.numbers)
  const gaps = schedule.slice(1).map(({ start }, index) => start - schedule[index]!.start)
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  const square = gaps.reduce((sum, gap) => sum + gap * gap, 0) / gaps.length
  // Exponential: E = 100, E[x^2] = 2 * 100^2; bounds of 4 standard errors at 4,000 gaps.
  expect(Math.abs(mean - 100)).toBeLessThan(4 * (100 / Math.sqrt(4_000)))
  expect(Math.abs(square - 20_000)).toBeLessThan(4 * ((Math.sqrt(20) * 10_000) / Math.sqrt(4_000)))
})

test('order random: schedules cascades one after another, with normal pauses that are never negative', async () => {
  const packed = await packFolder(3_000)
  const schedule = scheduleCascades(packed, { ...options, order: 'random' }, 0)
  const pauses = schedule
    .slice(1)
    .map(({ start }, index) => start - schedule[index]!.start - schedule[index]!.times.at(-1)!)
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0)
  const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length
  const deviation = Math.sqrt(pauses.reduce((sum, pause) => sum + (pause - mean) ** 2, 0) / pauses.length)
  expect(Math.abs(mean - 60)).toBeLessThan(4 * (20 / Math.sqrt(3_000)))
  expect(Math.abs(deviation - 20)).toBeLessThan(4 * (20 / Math.sqrt(6_000)))
  const wide = scheduleCascades(packed, { ...options, order: 'random', pause: { mean: 0, deviation: 50 } }, 0)
  for (const [index, { start }] of wide.slice(1).entries())
    expect(start).toBeGreaterThanOrEqual(wide[index]!.start + wide[index]!.times.at(-1)!)
})

test('depends on seed and round only, and limits the number of cascades', async () => {
  const packed = await packFolder(50)
  const numbers = (changes: Partial<ScheduleOptions>, round = 0) =>
    scheduleCascades(packed, { ...options, ...changes }, round).map(
      ({ number, start }) => `${number} ${start}`
    )
  expect(numbers({})).toEqual(numbers({}))
  expect(numbers({ seed: 8 })).not.toEqual(numbers({}))
  expect(numbers({}, 1)).not.toEqual(numbers({}))
  expect(numbers({ cascades: 10 })).toEqual(numbers({}).slice(0, 10))
})

test('ends the span at the last event', async () => {
  const schedule = scheduleCascades(await packFolder(50), options, 0)
  expect(spanOf(schedule)).toBe(Math.max(...schedule.map(({ start, times }) => start + times.at(-1)!)))
})

test('simulates about 600 posts an hour from a seed, most of them small and a few large', () => {
  const draw = (seed: number, count: number) => {
    const cascades = simulateCascades(seed, 600)
    return Array.from({ length: count }, () => cascades.next().value!)
  }
  const cascades = draw(1, 3_000)
  expect(draw(1, 20)).toEqual(cascades.slice(0, 20))
  expect(draw(2, 20)).not.toEqual(cascades.slice(0, 20))
  const perHour = (3_600 * 2_999) / cascades.at(-1)!.start
  expect(Math.abs(perHour - 600)).toBeLessThan(4 * (600 / Math.sqrt(3_000)))
  const sizes = cascades.map(({ times }) => times.length).toSorted((left, right) => left - right)
  expect(sizes[1_500]).toBeLessThan(5)
  expect(sizes.at(-1)).toBeGreaterThan(200)
  for (const { magnitudes } of cascades.slice(0, 100))
    for (const followers of Array.from(magnitudes)) expect(Number.isInteger(followers)).toBe(true)
})
