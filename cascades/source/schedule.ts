import { Random } from '../../learners/random.ts'
import { drawNormal } from '../../predictors/cascade-size/followers.ts'
import type { PackedCascades } from './packed-cascades.ts'
import type { ScheduledCascade } from './scheduled-cascade.ts'

export interface ScheduleOptions {
  /** random: one cascade after another. time: interleaved. */
  readonly order: 'random' | 'time'
  /** Between the last event of one and the next post, seconds: normal, drawn again while negative. Of order random. */
  readonly pause: { readonly mean: number; readonly deviation: number }
  /** Between one post and the next, seconds: exponential with this mean. Of order time. */
  readonly startGapSeconds: number
  readonly seed: number
  /** Only so many of them, drawn at random. */
  readonly cascades: number | null
}

/**
 * Gives every cascade of a folder its beginning, from 0 on, in the order of the beginnings. Which comes when is drawn, for
 * the files carry no start times: the same seed gives the same schedule. `round`: another schedule for each.
 */
export function scheduleCascades(
  packed: PackedCascades,
  { order, pause, startGapSeconds, seed, cascades }: ScheduleOptions,
  round: number
): readonly ScheduledCascade[] {
  const random = new Random(seed).split(round)
  let start = 0
  return shuffle(packed.numbers.length, random)
    .slice(0, cascades ?? undefined)
    .map(place => {
      const [from, to] = [packed.offsets[place]!, packed.offsets[place + 1]!]
      const scheduled = {
        number: packed.numbers[place]!,
        start,
        times: packed.times.subarray(from, to),
        magnitudes: packed.magnitudes.subarray(from, to)
      }
      const gap =
        order === 'random'
          ? scheduled.times.at(-1)! + drawPause(pause, random)
          : -startGapSeconds * Math.log1p(-random.uniform())
      start = roundStart(start + gap)
      return scheduled
    })
}

/** To a whole 1/1024 s: that and an epoch of whole seconds add up without an error. */
export function roundStart(seconds: number): number {
  return Math.ceil(seconds * 1024) / 1024
}

/** From the first post to the last event, seconds. */
export function spanOf(schedule: readonly ScheduledCascade[]): number {
  return schedule.reduce((span, { start, times }) => Math.max(span, start + times[times.length - 1]!), 0)
}

// Fisher and Yates.
function shuffle(count: number, random: Random): number[] {
  const places = Array.from({ length: count }, (_, place) => place)
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    const place = places[last]!
    places[last] = places[other]!
    places[other] = place
  }
  return places
}

function drawPause({ mean, deviation }: ScheduleOptions['pause'], random: Random): number {
  for (;;) {
    const pause = mean + deviation * drawNormal(random)
    if (pause >= 0) return pause
  }
}
