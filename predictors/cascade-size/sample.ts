import type { Observation } from './cascade.ts'
import { buildEarlyFeatures } from './early-features.ts'
import { buildFeatures } from './features.ts'
import { fit as fitProcess } from './fit.ts'
import type { FittedParameters } from './forecast.ts'
import { forecastBySeismic } from './seismic.ts'

/** What a model version answers from, but for the fit that explains it. */
export interface Query {
  readonly windowSeconds: number
  /** n: events seen, the post included. */
  readonly observedEvents: number
  /** In the order of featureNames. */
  readonly features: readonly number[]
  /** In the order of earlyFeatureNames. */
  readonly earlyFeatures: readonly number[]
}

/** All that training and evaluation need of one observation of a finished cascade. Plain JSON, about 2 kB. */
export interface Sample extends Query {
  /** N: all events, the post included. */
  readonly finalSize: number
  /** The maximum-likelihood fit; null below 2 events. */
  readonly fit: FittedParameters | null
  /** What SEISMIC forecast; null: an infinite cascade. */
  readonly seismic: number | null
}

/** Raised when a sample's content changes meaning: older ones are made again from their inputs. */
export const sampleVersion = 1

/** Cost O(n). */
export function buildQuery(observation: Observation): Query {
  return {
    windowSeconds: observation.windowSeconds,
    observedEvents: observation.times.length,
    features: buildFeatures(observation),
    earlyFeatures: buildEarlyFeatures(observation)
  }
}

/** Cost: that of one fit. */
export function buildSample(observation: Observation, finalSize: number): Sample {
  return {
    ...buildQuery(observation),
    finalSize,
    fit: observation.times.length < 2 ? null : fitProcess(observation),
    seismic: forecastBySeismic(observation)
  }
}
