import type { Random } from '../../learners/random.ts'
import type { Cascade, Observation } from './cascade.ts'
import type { FollowerLaw } from './followers.ts'
import { countFollowers, kernels } from './kernel.ts'
import { OffspringQueue } from './offspring-queue.ts'
import type { Process } from './process.ts'

/** The parameters of a simulation: the process, the followers of the authors, and the limits. */
export interface Growth {
  readonly process: Process
  readonly followers: Pick<FollowerLaw, 'draw'>
  /** Events after this age are omitted. Infinity: no limit. */
  readonly horizonSeconds: number
  /** The simulation stops at this number of events. Required for a process with n* >= 1. */
  readonly maximumEvents: number
}

export interface Simulation {
  readonly cascade: Cascade
  /** Whether maximumEvents stopped the simulation before the cascade ended. */
  readonly isCut: boolean
}

/**
 * Simulates a cascade exactly (branching representation, in the order of time). The same growth, random stream and post give
 * the same cascade. A shorter horizon or a lower maximum gives a prefix of it.
 * `postFollowers`: drawn from growth.followers by default. Cost O(n log n).
 */
export function simulate(growth: Growth, random: Random, postFollowers?: number): Simulation {
  const followers = postFollowers ?? growth.followers.draw(random)
  const post = { times: Float64Array.of(0), magnitudes: Float64Array.of(followers), windowSeconds: 0 }
  return continueCascade(post, growth, random)
}

/**
 * Simulates one continuation of an observed history after its window, exactly. The result includes the history.
 * Cost O(n + m log m) for n observed and m simulated events.
 */
export function continueCascade(observation: Observation, growth: Growth, random: Random): Simulation {
  const times = Array.from(observation.times)
  const magnitudes = Array.from(observation.magnitudes)
  const { isCut } = grow(measureHistory(observation, growth.process), growth, random, (time, followers) => {
    times.push(time)
    magnitudes.push(followers)
  })
  return { cascade: { times: Float64Array.from(times), magnitudes: Float64Array.from(magnitudes) }, isCut }
}

/** The final sizes of `runs` continuations of an observed history: the basis of the best possible forecast. */
export function continueSizes(
  observation: Observation,
  growth: Growth,
  runs: number,
  random: Random
): Float64Array {
  const history = measureHistory(observation, growth.process)
  return Float64Array.from({ length: runs }, () => grow(history, growth, random, ignore).size)
}

interface History {
  readonly times: Float64Array
  /** k m^beta of each event. */
  readonly masses: Float64Array
  /** 1 - G(T - t) of each event. */
  readonly remainders: Float64Array
}

function measureHistory({ times, magnitudes, windowSeconds }: Observation, process: Process): History {
  const kernel = kernels[process.kernel]
  const scale = process.kappa / kernel.densityScale(process)
  return {
    times,
    masses: magnitudes.map(followers => scale * countFollowers(followers) ** process.followerExponent),
    remainders: times.map(time => kernel.remainder(process, windowSeconds - time))
  }
}

function grow(
  { times, masses, remainders }: History,
  { process, followers, horizonSeconds, maximumEvents }: Growth,
  random: Random,
  record: (time: number, followers: number) => void
): { size: number; isCut: boolean } {
  const kernel = kernels[process.kernel]
  const scale = process.kappa / kernel.densityScale(process)
  const queue = new OffspringQueue(kernel, process, horizonSeconds, random)
  for (let i = 0; i < times.length; i++) queue.add(times[i], masses[i], remainders[i])
  let size = times.length
  for (let time = queue.nextTime; time !== Infinity; time = queue.nextTime) {
    if (size >= maximumEvents) return { size, isCut: true }
    const magnitude = followers.draw(random)
    queue.take()
    queue.add(time, scale * countFollowers(magnitude) ** process.followerExponent, 1)
    record(time, magnitude)
    size++
  }
  return { size, isCut: false }
}

function ignore(): void {}
