import {
  maximumEvents,
  type Population,
  type PopulationName,
  populations
} from '../../app/bootstrap/populations.ts'
import type { NamedCascade } from '../../client/library/sample-on-threads.ts'
import { Random } from '../../learners/random.ts'
import { drawCascade } from '../../predictors/cascade-size/draw-cascade.ts'
import { lognormalFollowers } from '../../predictors/cascade-size/followers.ts'
import type { FollowersKnown } from '../../predictors/cascade-size/followers-known.ts'

const horizonSeconds = 604_800

/** Draws the first `count` cascades of a population: the same for the same seed, whatever the count. */
export function* drawPopulation(
  name: PopulationName,
  count: number,
  known: FollowersKnown,
  seed: number
): Generator<NamedCascade> {
  const { followers, postFollowers, minimumEvents, ...ranges }: Population = populations[name]
  const population = {
    ranges: { kernel: 'power-law', ...ranges },
    followers: lognormalFollowers(...followers),
    postFollowers: lognormalFollowers(...postFollowers),
    horizonSeconds,
    maximumEvents,
    minimumEvents
  } as const
  const random = new Random(seed).split(Object.keys(populations).indexOf(name))
  for (let number = 0; number < count; number++) {
    const { times, magnitudes } = drawCascade(population, random.split(number)).cascade
    const cascade = { times, magnitudes: hideFollowers(magnitudes, known) }
    yield { group: `${name} ${number}`, cascade }
  }
}

/** The magnitudes with NaN for those that are not known. */
function hideFollowers(magnitudes: Float64Array, known: FollowersKnown): Float64Array {
  return magnitudes.map((each, i) => (known === 'all' || (known === 'post' && i === 0) ? each : Number.NaN))
}
