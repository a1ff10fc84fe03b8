import { Random } from '../../learners/random.ts'
import { type CascadePopulation, drawCascade } from '../../predictors/cascade-size/draw-cascade.ts'
import {
  type FollowerLaw,
  lognormalFollowers,
  powerLawFollowers
} from '../../predictors/cascade-size/followers.ts'
import type { InputEvent } from '../../predictors/cascade-size/observation-input.ts'
import { defaultPopulation } from '../../predictors/cascade-size/population.ts'
import type { Process, ProcessRanges } from '../../predictors/cascade-size/process.ts'

/** The distribution of followers: P(m) ~ m^-2.016 up to `maximum`, or log m normal with this median and deviation. */
export type FollowerLawName =
  | { readonly law: 'power-law'; readonly maximum: number }
  | { readonly law: 'lognormal'; readonly median: number; readonly deviation: number }

/** Ranges are [low, high]. Each cascade gets its own process, drawn from them. */
export interface SimulateOptions extends Partial<ProcessRanges> {
  /** The number of cascades. */
  readonly cascades: number
  /** Any safe integer. The same seed and options give the same cascades on every machine. */
  readonly seed: number
  /** The followers of the authors of reshares. Default: the power law up to 1e8. */
  readonly followers?: FollowerLawName
  /** The followers of the authors of posts. Default: lognormal, median 30,000, deviation 2. */
  readonly postFollowers?: FollowerLawName
  /** Drops events after this age. Default 604,800: seven days. */
  readonly horizonSeconds?: number
  /** Stops a cascade after this many events, in the order of time, and sets `isCut`. Default 100,000. */
  readonly maximumEvents?: number
  /** Draws a smaller cascade again, with a new process, which selects the set by size. Default 1. */
  readonly minimumEvents?: number
}

export interface SimulatedCascade {
  /** In the order of time. The first is the post, at time 0. */
  readonly events: readonly (InputEvent & { readonly magnitude: number })[]
  /** The process that generated the cascade. */
  readonly process: Process
  /** Whether `maximumEvents` stopped it before the process ended. */
  readonly isCut: boolean
}

/**
 * Simulates cascades of marked Hawkes processes exactly (a branching process in the order of time). By default
 * n* is uniform in [0.3, 0.95], beta in [0.1, 0.6], c log-uniform in [60, 1000] s and theta in [0.3, 1.5].
 *
 * Throws RangeError for a seed that is not a safe integer, for ranges that make n* infinite, and if 1,000,000 draws give no
 * cascade of `minimumEvents`. Cost O(n log n) for a cascade of n events.
 */
export function simulate({ cascades, seed, ...options }: SimulateOptions): SimulatedCascade[] {
  if (!Number.isSafeInteger(cascades) || cascades < 0)
    throw new RangeError(`cascades must be a whole number of at least 0 (got ${cascades})`)
  const population = buildPopulation(options)
  const root = new Random(seed)
  return Array.from({ length: cascades }, (_, i) => {
    const { cascade, process, isCut } = drawCascade(population, root.split(i))
    const { times, magnitudes } = cascade
    return {
      events: Array.from(times, (time, j) => ({ time, magnitude: magnitudes[j]! })),
      process,
      isCut
    }
  })
}

function buildPopulation(options: Omit<SimulateOptions, 'cascades' | 'seed'>): CascadePopulation {
  const { ranges, ...preset } = defaultPopulation
  const { followers, postFollowers, horizonSeconds, maximumEvents, minimumEvents, ...ownRanges } = options
  return {
    ranges: { ...ranges, ...ownRanges },
    followers: followers ? buildFollowerLaw(followers) : preset.followers,
    postFollowers: postFollowers ? buildFollowerLaw(postFollowers) : preset.postFollowers,
    horizonSeconds: horizonSeconds ?? preset.horizonSeconds,
    maximumEvents: maximumEvents ?? preset.maximumEvents,
    minimumEvents: minimumEvents ?? preset.minimumEvents
  }
}

function buildFollowerLaw(name: FollowerLawName): FollowerLaw {
  return name.law === 'power-law'
    ? powerLawFollowers(name.maximum)
    : lognormalFollowers(name.median, name.deviation)
}
