import type { Flag } from './explanation.ts'
import type { FollowersKnown } from './followers-known.ts'
import type { Forecast } from './forecast.ts'
import { type Model, type Share, shareWindows } from './model.ts'
import type { Query } from './sample.ts'
import type { TrainingProfile } from './training-profile.ts'
import { findLogMedian } from './untrained-estimate.ts'

/** A range whose high end is more than so many times its low end is flagged. */
const maxRangeFactor = 30
/** Outside of these shares of recent outcomes within the 80 % range, answers are flagged. */
const minCoverage = 0.7
const maxCoverage = 0.9

/** The profiles that a query is compared with, by window. Empty for versions that have none. */
export function findProfiles(
  { profiles }: Pick<Model, 'profiles'>,
  followers: FollowersKnown,
  windowSeconds: number
): readonly Share<TrainingProfile>[] {
  return shareWindows(
    profiles.filter(profile => profile.followers === followers),
    windowSeconds
  )
}

/** The flags of an answer of a version's models. `profiles`: see findProfiles. */
export function flagAnswer(
  profiles: readonly Share<TrainingProfile>[],
  query: Query,
  { median, range }: Pick<Forecast, 'median' | 'range'>
): readonly Flag[] {
  const flags: Flag[] = []
  if (range?.isOutside)
    flags.push({
      name: 'outside-training-range',
      text: `The cascade is unlike those of the training set: its distance is ${format(range.distance)}, and 97.5 % of them are within ${format(range.limit)}.`
    })
  if (profiles.length === 0) return flags
  const mean = (pick: (profile: TrainingProfile) => number) =>
    profiles.reduce((sum, { model, share }) => sum + share * pick(model), 0)
  const minEvents = mean(profile => profile.minEvents)
  const smallest = Math.min(...profiles.map(({ model }) => model.minSize))
  if (query.observedEvents < minEvents)
    flags.push({
      name: 'smallest-size',
      text: `Smaller than the cascades of the training set: ${count(query.observedEvents, 'event was', 'events were')} seen, and 98 % of them had at least ${format(minEvents)} in this window. The smallest had ${format(smallest)} in the end.`
    })
  if (median === null || profiles.some(({ model }) => model.differences === null)) return flags
  const difference = Math.log(median) - findLogMedian(query)
  const low = mean(({ differences }) => differences?.low ?? 0)
  const high = mean(({ differences }) => differences?.high ?? 0)
  if (difference < low || difference > high)
    flags.push({
      name: 'disagrees-with-estimate',
      text: `The median is ${describeFactor(difference)} that of an estimate without training; on the training cases it was ${describeFactor(low)} to ${describeFactor(high)}.`
    })
  return flags
}

/** The flags of an answer's range as it was adapted to recent outcomes. */
export function flagRange({
  interval,
  calibration
}: Pick<Forecast, 'interval' | 'calibration'>): readonly Flag[] {
  const flags: Flag[] = []
  if (interval && interval.high > maxRangeFactor * interval.low)
    flags.push({
      name: 'wide-range',
      text: `The high end of the range is ${describeFactor(Math.log(interval.high / interval.low))} its low end: read it as an order of magnitude.`
    })
  const coverage = calibration?.coverage ?? null
  if (coverage !== null && (coverage < minCoverage || coverage > maxCoverage))
    flags.push({
      name: 'coverage',
      text: `Of the recent outcomes at this window, ${Math.round(100 * coverage)} % were within the 80 % range.`
    })
  return flags
}

/** On what the models that answer were trained. Null for versions without profiles. */
export function describeTraining(
  profiles: readonly Share<TrainingProfile>[],
  { networks, years }: Pick<NonNullable<Forecast['trainedOn']>, 'networks' | 'years'>
): Forecast['trainedOn'] {
  if (profiles.length === 0) return null
  const [{ model: main }] = profiles.toSorted((a, b) => b.share - a.share)
  return {
    cascades: main.cascades,
    simulatedCascades: main.simulatedCascades,
    minSize: main.minSize,
    maxSize: main.maxSize,
    networks: main.simulatedCascades < main.cascades ? networks : [],
    years
  }
}

function describeFactor(logFactor: number): string {
  return `${format(Math.exp(logFactor))} times`
}

function count(number: number, one: string, many: string): string {
  return `${format(number)} ${number === 1 ? one : many}`
}

function format(number: number): string {
  return String(number >= 100 ? Math.round(number) : Number(number.toPrecision(2)))
}
