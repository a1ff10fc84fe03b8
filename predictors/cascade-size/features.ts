import type { Observation } from './cascade.ts'
import { counts } from './features/counts.ts'
import { followers } from './features/followers.ts'
import { hawkesKernels } from './features/hawkes-kernels.ts'
import { type FeatureGroup, markEvents } from './features/marked-events.ts'
import { rates } from './features/rates.ts'
import { seismicMemory } from './features/seismic-memory.ts'
import { times } from './features/times.ts'

const groups: readonly FeatureGroup[] = [counts, rates, times, followers, seismicMemory, hawkesKernels]

/** The 42 columns of a feature row, in order. Logarithms are natural, times in seconds. */
export const featureNames: readonly string[] = groups.flatMap(group => group.names)

/** The columns that are computed without a Hawkes process. The evaluation method `features` uses only these. */
export const columnsWithoutHawkes: readonly number[] = featureNames
  .map((_, column) => column)
  .filter(column => !hawkesKernels.names.includes(featureNames[column]))

/**
 * The feature row of an observation with n >= 1 events, as docs/model.md defines it. Events after the window are not used.
 * All values are finite. Cost O(n), plus one sort of the followers.
 */
export function buildFeatures(observation: Observation): number[] {
  const events = markEvents(observation)
  const row: number[] = []
  for (const group of groups) row.push(...group.measure(events))
  return row
}
