import type { Slices } from '../../client/describe-metric.ts'
import { formatSlice } from './answer-formats.ts'

/** The slice of the metrics over all cases. */
export const allSlices = 'all'

/** Describes a slice for display: a duration or a text. */
export function describeSlice(slices: Slices, slice: string | null): string {
  return slice === null || slice === allSlices ? 'All' : formatSlice(slices, slice)
}

/** Compares two slices: `all` first, then durations as numbers or texts as texts. */
export function compareSlices(slices: Slices, a: string | null, b: string | null): number {
  const isAll = (slice: string | null) => slice === null || slice === allSlices
  if (isAll(a) || isAll(b)) return Number(isAll(b)) - Number(isAll(a))
  const apart = slices?.kind === 'seconds' ? Number(a) - Number(b) : Number.NaN
  return apart || String(a).localeCompare(String(b), 'en')
}
