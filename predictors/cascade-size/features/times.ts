import type { FeatureGroup } from './marked-events.ts'

const milestones = [50, 100, 200]

/** The times of events: of the k-th event (the post is the first), their mean, and the last. */
export const times: FeatureGroup = {
  names: [...milestones.map(k => `logTimeOfEvent${k}`), 'meanTimeShare', 'meanLogTimeShare', 'lastTimeShare'],
  measure: ({ times, windowSeconds, count }) => {
    let sum = 0
    let logSum = 0
    for (let i = 1; i < count; i++) {
      sum += times[i]
      logSum += Math.log(times[i] + 1)
    }
    const reshares = Math.max(1, count - 1)
    return [
      // For a milestone that is not reached yet: twice the window.
      ...milestones.map(k => (k <= count ? Math.log(times[k - 1] + 1) : Math.log(2 * windowSeconds))),
      sum / count / windowSeconds,
      logSum / reshares - Math.log(windowSeconds),
      times[count - 1] / windowSeconds
    ]
  }
}
