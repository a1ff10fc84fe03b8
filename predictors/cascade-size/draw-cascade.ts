import type { Random } from '../../learners/random.ts'
import type { FollowerLaw } from './followers.ts'
import { drawProcess, type Process, type ProcessRanges } from './process.ts'
import { type Simulation, simulate } from './simulate.ts'

/** A population of cascades: each has a process of its own. */
export interface CascadePopulation {
  readonly ranges: ProcessRanges
  readonly followers: FollowerLaw
  /** Of the posts' authors; default: like everybody's. */
  readonly postFollowers?: FollowerLaw
  readonly horizonSeconds: number
  readonly maximumEvents: number
  /** Smaller cascades are drawn again, process and all: the population is selected by size. 1: unselected. */
  readonly minimumEvents: number
}

export interface DrawnCascade extends Simulation {
  readonly process: Process
}

/** One cascade of the population. Throws RangeError where `maximumTries` give none of the minimum size. */
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
