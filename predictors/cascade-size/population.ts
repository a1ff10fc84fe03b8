import type { CascadePopulation } from './draw-cascade.ts'
import { lognormalFollowers, powerLawFollowers } from './followers.ts'

/** The default population of a simulation. It is a demonstration and was not measured on any network. */
export const defaultPopulation: Required<CascadePopulation> = {
  ranges: {
    kernel: 'power-law',
    branchingFactor: [0.3, 0.95],
    followerExponent: [0.1, 0.6],
    cutoffSeconds: [60, 1_000],
    decay: [0.3, 1.5]
  },
  followers: powerLawFollowers(1e8),
  postFollowers: lognormalFollowers(30_000, 2),
  horizonSeconds: 604_800,
  maximumEvents: 100_000,
  minimumEvents: 1
}
