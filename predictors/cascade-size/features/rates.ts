import { countAt, type FeatureGroup, type MarkedEvents } from './marked-events.ts'

/** The rate of events at the end of the window, per second. One event is added so that the logarithm of no events is finite. */
export const rates: FeatureGroup = {
  names: ['logRateLastQuarter', 'logRateLastEighth', 'logRateRelative'],
  measure: events => {
    const quarter = Math.log(measureLastRate(events, 1 / 4))
    const eighth = Math.log(measureLastRate(events, 1 / 8))
    return [quarter, eighth, quarter + Math.log(events.windowSeconds / events.count)]
  }
}

function measureLastRate(events: MarkedEvents, share: number): number {
  const { windowSeconds, count } = events
  return (count - countAt(events, (1 - share) * windowSeconds) + 1) / (share * windowSeconds)
}
