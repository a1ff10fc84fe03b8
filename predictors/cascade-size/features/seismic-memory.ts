import { integrateMemory } from '../seismic.ts'
import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

/** The reach still to react, and how infectious the post was, under the memory that SEISMIC measured once for all. */
export const seismicMemory: FeatureGroup = {
  names: ['logSeismicReachLeft', 'logSeismicInfectiousness', 'logSeismicInfectiousnessAt1of2'],
  measure: events => {
    const { windowSeconds, reach, count } = events
    const reacted = sumReacted(events, windowSeconds)
    const countHalf = countAt(events, windowSeconds / 2)
    return [
      Math.log(reach - reacted),
      Math.log(count / reacted),
      Math.log(countHalf / sumReacted(events, windowSeconds / 2))
    ]
  }
}

/** sum over events with t <= s of m P(s - t): the exposures that have been reacted to by `seconds`. */
function sumReacted(events: MarkedEvents, seconds: number): number {
  const count = countAt(events, seconds)
  let sum = 0
  for (let i = 0; i < count; i++) sum += events.followers[i] * integrateMemory(seconds - events.times[i])
  return sum
}
