import type { Json } from '../predictor.ts'
import { type FollowersKnown, readFollowersKnown } from './followers-known.ts'
import { readFields, refuse } from './record.ts'

/**
 * The training cases of one window and variant, with those of fewer than 5 events: what answers state of them, and beyond what
 * answers are flagged.
 */
export interface TrainingProfile {
  readonly windowSeconds: number
  readonly followers: FollowersKnown
  readonly cascades: number
  /** How many of the cascades were simulated. */
  readonly simulatedCascades: number
  /** The smallest and the largest final size. */
  readonly minSize: number
  readonly maxSize: number
  /** The 2 % quantile of the events in the window. */
  readonly minEvents: number
  /**
   * The .5 % and 99.5 % quantiles of log(median / median of the untrained estimate), out of bag. Null: no case has an
   * out-of-bag median.
   */
  readonly differences: { readonly low: number; readonly high: number } | null
}

/**
 * The quantiles beyond which answers are flagged. With the distance (range.ts) they flag about 1 in 20 cases of the training set's
 * own kind, and most wrong answers about another kind (bench/RESULTS.md, "Populations").
 */
const fewEventsShare = 0.02
const outerDifferenceShare = 0.005

/** A training case as its profile sees it. */
export interface ProfiledCase {
  readonly windowSeconds: number
  readonly followers: FollowersKnown
  readonly group: string
  readonly isSimulated: boolean
  readonly observedEvents: number
  readonly finalSize: number
  /** log(median / median of the untrained estimate) out of bag. NaN: all trees were trained on the case. */
  readonly difference: number
}

/** Profiles each window and variant, in the order of a Model. Cost O(n log n). */
export function profileTraining(cases: readonly ProfiledCase[]): readonly TrainingProfile[] {
  const byKey = Map.groupBy(cases, ({ followers, windowSeconds }) => `${followers} ${windowSeconds}`)
  return [...byKey.values()]
    .map(profile)
    .sort((a, b) => compare(a.followers, b.followers) || a.windowSeconds - b.windowSeconds)
}

function profile(cases: readonly ProfiledCase[]): TrainingProfile {
  const [{ windowSeconds, followers }] = cases
  const isSimulated = new Map(cases.map(each => [each.group, each.isSimulated]))
  const sizes = sort(cases.map(({ finalSize }) => finalSize))
  const events = sort(cases.map(({ observedEvents }) => observedEvents))
  const differences = sort(cases.map(({ difference }) => difference).filter(Number.isFinite))
  return {
    windowSeconds,
    followers,
    cascades: isSimulated.size,
    simulatedCascades: [...isSimulated.values()].filter(Boolean).length,
    minSize: sizes[0],
    maxSize: sizes[sizes.length - 1],
    minEvents: findQuantile(events, fewEventsShare),
    differences:
      differences.length === 0
        ? null
        : {
            low: findQuantile(differences, outerDifferenceShare),
            high: findQuantile(differences, 1 - outerDifferenceShare)
          }
  }
}

/** Reads the profiles of an artefact; older artefacts have none. Throws a TypeError that states the reason. */
export function readProfiles(value: Json): readonly TrainingProfile[] {
  if (value === null) return []
  if (!Array.isArray(value)) return refuse('its profiles are not a list')
  return value.map((each, i) => {
    const place = `profiles[${i}]`
    const fields = readFields(each, place)
    const differences = fields.value('differences')
    const own = differences === null ? null : readFields(differences, `${place}.differences`)
    return {
      windowSeconds: fields.positive('windowSeconds'),
      followers: readFollowersKnown(fields.value('followers')) ?? refuse(`${place}.followers is unknown`),
      cascades: fields.number('cascades'),
      simulatedCascades: fields.number('simulatedCascades'),
      minSize: fields.number('minSize'),
      maxSize: fields.number('maxSize'),
      minEvents: fields.number('minEvents'),
      differences: own && { low: own.number('low'), high: own.number('high') }
    }
  })
}

function sort(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}

function findQuantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
