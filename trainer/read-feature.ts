import type { FeatureRow } from '../stores/recent-features.ts'

/** A feature of a row: by its place in a dense row, by its name in a sparse one. NaN: missing. */
export function readFeature(row: FeatureRow, name: string, index: number): number {
  const value = isDense(row) ? row[index] : Object.hasOwn(row, name) ? row[name] : undefined
  return value ?? Number.NaN
}

function isDense(row: FeatureRow): row is readonly (number | null)[] {
  return Array.isArray(row)
}
