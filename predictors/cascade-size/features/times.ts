import type { FeatureGroup } from './marked-events.ts'

const milestones = [50, 100, 200]

/** When events came: the k-th event (the post is the first), and the middle and the end of what was seen. */
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
      // A milestone not reached yet lies somewhere beyond: twice the window stands for it.
      ...milestones.map(k => (k <= count ? Math.log(times[k - 1] + 1) : Math.log(2 * windowSeconds))),
      sum / count / windowSeconds,
      logSum / reshares - Math.log(windowSeconds),
      times[count - 1] / windowSeconds
    ]
  }
}
