import { hashAuthor } from './author-hash.ts'
import type { Observation } from './cascade.ts'
import { buildEarlyFeatures } from './early-features.ts'
import { buildFeatures } from './features.ts'
import { fit as fitProcess } from './fit.ts'
import { type FollowersKnown, followersKnown } from './followers-known.ts'
import type { FittedParameters } from './forecast.ts'
import { forecastBySeismic } from './seismic.ts'

/** The input of a model version, except for the fit that explains the answer. */
export interface Query {
  readonly windowSeconds: number
  /** n: the observed events, the post included. */
  readonly observedEvents: number
  /** The hash of the id of the post's author (author-hash.ts). Absent: the id is unknown. */
  readonly author?: number
  readonly followers: FollowersKnown
  /** In the order of featureNames. */
  readonly features: readonly number[]
  /** In the order of earlyFeatureNames. */
  readonly earlyFeatures: readonly number[]
}

/** An observation of a finished cascade, as training and evaluation need it. Plain JSON, about 2 kB. */
export interface Sample extends Query {
  /** N: all events, the post included. */
  readonly finalSize: number
  /** The maximum-likelihood fit. Null for fewer than 2 events. */
  readonly fit: FittedParameters | null
  /** The final size by SEISMIC. Null if it is infinite. */
  readonly seismic: number | null
}

/** Incremented when the meaning of a sample's content changes. Older samples are rebuilt from their inputs. */
export const sampleVersion = 2
/** Models trained on these have fewer columns and no variants, and can still be read. */
export const readableSampleVersions: readonly number[] = [1]

/** Cost O(n). */
export function buildQuery(observation: Observation): Query {
  return {
    windowSeconds: observation.windowSeconds,
    observedEvents: observation.times.length,
    ...(observation.postAuthorId !== undefined && { author: hashAuthor(observation.postAuthorId) }),
    followers: followersKnown(observation),
    features: buildFeatures(observation),
    earlyFeatures: buildEarlyFeatures(observation)
  }
}

/** Cost: one fit. */
export function buildSample(observation: Observation, finalSize: number): Sample {
  return {
    ...buildQuery(observation),
    finalSize,
    fit: observation.times.length < 2 ? null : fitProcess(observation),
    seismic: forecastBySeismic(observation)
  }
}
