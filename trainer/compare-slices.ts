import type { SliceDescription } from '../predictors/predictor.ts'

/** The order of slices: seconds by their size, texts by their characters. */
export function buildSliceOrder(slices: SliceDescription | null): (a: string, b: string) => number {
  const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  if (slices?.kind !== 'seconds') return compareTexts
  return (a, b) => Number(a) - Number(b) || compareTexts(a, b)
}
