import type { Random } from '../../learners/random.ts'
import type { FollowerLaw } from './followers.ts'
import { drawProcess, type Process, type ProcessRanges } from './process.ts'
import { type Simulation, simulate } from './simulate.ts'

/** A population of simulated cascades. Each cascade has its own process. */
export interface CascadePopulation {
  readonly ranges: ProcessRanges
  readonly followers: FollowerLaw
  /** Followers of the authors of posts. Default: `followers`. */
  readonly postFollowers?: FollowerLaw
  readonly horizonSeconds: number
  readonly maximumEvents: number
  /** Cascades with fewer events are discarded, and a new process is drawn. 1: none are discarded. */
  readonly minimumEvents: number
}

export interface DrawnCascade extends Simulation {
  readonly process: Process
}

/** Draws one cascade of the population. Throws a RangeError if none of `maximumTries` cascades has the minimum size. */
export function drawCascade(
  population: CascadePopulation,
  random: Random,
  maximumTries = 1_000_000
): DrawnCascade {
  const { ranges, followers, postFollowers = followers, minimumEvents } = population
  for (let attempt = 0; attempt < maximumTries; attempt++) {
    const process = drawProcess(ranges, followers, random)
    const simulation = simulate({ ...population, process }, random, postFollowers.draw(random))
    if (simulation.cascade.times.length >= minimumEvents) return { ...simulation, process }
  }
  throw new RangeError(`no cascade of ${minimumEvents} events in ${maximumTries} tries`)
}
