import type { Random } from '../../learners/random.ts'
import type { FollowerLaw } from './followers.ts'
import { type Kernel, type KernelShape, kernels } from './kernel.ts'

/** The parameters of a marked Hawkes process. FittedParameters extends it. */
export interface Process extends KernelShape {
  readonly kernel: Kernel['name']
  /** kappa. */
  readonly kappa: number
  /** beta. */
  readonly followerExponent: number
}

/** A process described by its branching factor instead of kappa. */
export interface ProcessDescription extends KernelShape {
  readonly kernel: Kernel['name']
  /** n*: the mean number of direct offspring of an event whose author is drawn from the follower law. */
  readonly branchingFactor: number
  readonly followerExponent: number
}

type Range = readonly [low: number, high: number]

/** The ranges from which the processes of a simulated set are drawn. The exponential kernel ignores cutoffSeconds. */
export interface ProcessRanges {
  readonly kernel: Kernel['name']
  /** Uniform. */
  readonly branchingFactor: Range
  /** Uniform. */
  readonly followerExponent: Range
  /** Uniform on a log scale. */
  readonly cutoffSeconds: Range
  /** Uniform on a log scale. */
  readonly decay: Range
}

/**
 * Builds the process that has the given branching factor under the follower law. Throws a RangeError where the law has no mean
 * of m^followerExponent: the branching factor would be infinite for any kappa.
 */
export function buildProcess(description: ProcessDescription, followers: FollowerLaw): Process {
  const { kernel, branchingFactor, followerExponent, cutoffSeconds, decay } = description
  const meanPower = followers.meanPower(followerExponent)
  if (!Number.isFinite(meanPower))
    throw new RangeError(`no mean of followers^${followerExponent} under this follower law`)
  const shape = { cutoffSeconds: kernel === 'exponential' ? null : cutoffSeconds, decay }
  const kappa = (branchingFactor / meanPower) * kernels[kernel].densityScale(shape)
  return { kernel, kappa, followerExponent, ...shape }
}

/** Draws a process from the ranges. Errors: see buildProcess. */
export function drawProcess(ranges: ProcessRanges, followers: FollowerLaw, random: Random): Process {
  const description = {
    kernel: ranges.kernel,
    branchingFactor: drawWithin(ranges.branchingFactor, random),
    followerExponent: drawWithin(ranges.followerExponent, random),
    cutoffSeconds: Math.exp(drawWithin(logarithms(ranges.cutoffSeconds), random)),
    decay: Math.exp(drawWithin(logarithms(ranges.decay), random))
  }
  return buildProcess(description, followers)
}

function drawWithin([low, high]: Range, random: Random): number {
  return low + (high - low) * random.uniform()
}

function logarithms([low, high]: Range): Range {
  return [Math.log(low), Math.log(high)]
}
