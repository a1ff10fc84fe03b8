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

/** How many followers authors have: P(m) ~ m^-2.016 up to `maximum`, or log m normal with this median and deviation. */
export type FollowerLawName =
  | { readonly law: 'power-law'; readonly maximum: number }
  | { readonly law: 'lognormal'; readonly median: number; readonly deviation: number }

/** Ranges are [low, high]; each cascade draws a process of its own from them. */
export interface SimulateOptions extends Partial<ProcessRanges> {
  /** How many. */
  readonly cascades: number
  /** Any safe integer: the same seed and options give the same cascades, on every machine. */
  readonly seed: number
  /** Of those who reshare. Default: the power law up to 1e8. */
  readonly followers?: FollowerLawName
  /** Of the posts' authors. Default: lognormal, median 30,000, deviation 2. */
  readonly postFollowers?: FollowerLawName
  /** Events after this age are left out. Default 604,800: seven days. */
  readonly horizonSeconds?: number
  /** A cascade stops there, the first in time; `isCut` says so. Default 100,000. */
  readonly maximumEvents?: number
  /** Smaller cascades are drawn again, process and all: the set is then selected by size. Default 1. */
  readonly minimumEvents?: number
}

export interface SimulatedCascade {
  /** In the order of time, the post first, at 0. */
  readonly events: readonly InputEvent[]
  /** The truth: the process that made it. */
  readonly process: Process
  /** Whether maximumEvents stopped it: the process continued. */
  readonly isCut: boolean
}

/**
 * Cascades of marked Hawkes processes, simulated exactly (a branching process walked in the order of time). By default
 * n* is uniform in [0.3, 0.95], beta in [0.1, 0.6], c log-uniform in [60, 1000] s and theta in [0.3, 1.5].
 *
 * Throws RangeError for a seed that is no safe integer, for ranges under which n* is infinite, and where 1,000,000 tries
 * give no cascade of minimumEvents. Cost O(n log n) an event list of n.
 */
export function simulate({ cascades, seed, ...options }: SimulateOptions): SimulatedCascade[] {
  if (!Number.isSafeInteger(cascades) || cascades < 0)
    throw new RangeError(`cascades must be a whole number, not ${cascades}`)
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
