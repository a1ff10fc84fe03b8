import type { SliceDescription } from '../predictors/predictor.ts'

/** Builds the comparison that sorts slices: seconds by value, texts by character codes. */
export function buildSliceOrder(slices: SliceDescription | null): (a: string, b: string) => number {
  const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  if (slices?.kind !== 'seconds') return compareTexts
  return (a, b) => Number(a) - Number(b) || compareTexts(a, b)
}
