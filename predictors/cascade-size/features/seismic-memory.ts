import { integrateMemory } from '../seismic.ts'
import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

/** The reach that has not reacted yet, and the infectiousness of the post, both with the fixed memory kernel of SEISMIC. */
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

/** The sum of m P(s - t) over events with t <= s: the exposures whose reaction was due by `seconds`. */
function sumReacted(events: MarkedEvents, seconds: number): number {
  const count = countAt(events, seconds)
  let sum = 0
  for (let i = 0; i < count; i++) sum += events.followers[i] * integrateMemory(seconds - events.times[i])
  return sum
}
