import type { FeatureRow } from '../stores/recent-features.ts'

/** Reads a feature by index from a dense row, by name from a sparse row. NaN: missing. */
export function readFeature(row: FeatureRow, name: string, index: number): number {
  const value = isDense(row) ? row[index] : Object.hasOwn(row, name) ? row[name] : undefined
  return value ?? Number.NaN
}

function isDense(row: FeatureRow): row is readonly (number | null)[] {
  return Array.isArray(row)
}
