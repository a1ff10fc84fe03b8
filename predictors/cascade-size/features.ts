import type { Observation } from './cascade.ts'
import { counts } from './features/counts.ts'
import { followers } from './features/followers.ts'
import { hawkesKernels } from './features/hawkes-kernels.ts'
import { type FeatureGroup, markEvents } from './features/marked-events.ts'
import { rates } from './features/rates.ts'
import { seismicMemory } from './features/seismic-memory.ts'
import { times } from './features/times.ts'
import { unmarkedKernels } from './features/unmarked-kernels.ts'

/** The groups of recipe A, and one that needs no followers. A model version that was trained without it can still be read. */
const groups: readonly FeatureGroup[] = [
  counts,
  rates,
  times,
  followers,
  seismicMemory,
  hawkesKernels,
  unmarkedKernels
]

/** The 48 columns of a feature row, in order. Logarithms are natural, times in seconds. */
export const featureNames: readonly string[] = groups.flatMap(group => group.names)

/** The columns by which an observation with followers is forecast: the 42 of recipe A. */
export const markedColumns: readonly number[] = findColumns(name => !unmarkedKernels.names.includes(name))

/** The columns that depend on the times alone: for an observation whose followers are unknown. */
export const unmarkedColumns: readonly number[] = findColumns(
  name =>
    name !== 'logPostFollowers' &&
    [counts, rates, times, unmarkedKernels].some(group => group.names.includes(name))
)

/** Whether a column is computed by a Hawkes process. The evaluation method `features` does without. */
export function isHawkesColumn(column: number): boolean {
  return [hawkesKernels, unmarkedKernels].some(group => group.names.includes(featureNames[column]))
}

function findColumns(isWanted: (name: string) => boolean): readonly number[] {
  return featureNames.flatMap((name, column) => (isWanted(name) ? [column] : []))
}

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
