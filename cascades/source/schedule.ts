import { Random } from '../../learners/random.ts'
import { drawNormal } from '../../predictors/cascade-size/followers.ts'
import type { PackedCascades } from './packed-cascades.ts'
import type { ScheduledCascade } from './scheduled-cascade.ts'

export interface ScheduleOptions {
  /** random: one cascade after another. time: cascades overlap. */
  readonly order: 'random' | 'time'
  /** Order random: seconds from a cascade's last event to the next post, normally distributed without negative values. */
  readonly pause: { readonly mean: number; readonly deviation: number }
  /** Order time: mean seconds between posts, exponentially distributed. */
  readonly startGapSeconds: number
  readonly seed: number
  /** Number of cascades, drawn at random; null: all. */
  readonly cascades: number | null
}

/**
 * Draws a start time for every cascade of a folder, since the files have none, and returns them sorted by start, from 0 on.
 * The same seed and round give the same schedule.
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
        magnitudes: packed.magnitudes.subarray(from, to),
        postAuthorId: packed.postAuthorIds[place]
      }
      const gap =
        order === 'random'
          ? scheduled.times.at(-1)! + drawPause(pause, random)
          : -startGapSeconds * Math.log1p(-random.uniform())
      start = roundStart(start + gap)
      return scheduled
    })
}

/** Rounds up to a multiple of 1/1024 s, which adds to an epoch of whole seconds without a rounding error. */
export function roundStart(seconds: number): number {
  return Math.ceil(seconds * 1024) / 1024
}

/** Seconds from the first post to the last event. */
export function spanOf(schedule: readonly ScheduledCascade[]): number {
  return schedule.reduce((span, { start, times }) => Math.max(span, start + times[times.length - 1]!), 0)
}

// Fisher-Yates shuffle.
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
