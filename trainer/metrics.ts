import type { Losses } from '../predictors/predictor.ts'
import type { Metric } from '../stores/model-versions.ts'

/** The slice that holds all cases. */
export const allSlices = 'all'

/** Mean and median loss of each forecaster on each slice and on all cases; failures are counted by their absence. */
export function summarizeLosses(losses: Readonly<Record<string, Losses>>): readonly Metric[] {
  return Object.entries(losses).flatMap(([forecaster, { slices, values }]) => {
    const names = [
      allSlices,
      ...[...new Set(slices)].filter(slice => slice !== allSlices).sort(compareSlices)
    ]
    return names.map(slice => {
      const own = values.filter((value, index) => isIn(slice, slices[index]!) && !Number.isNaN(value)).sort()
      const meanLoss = own.reduce((sum, value) => sum + value / own.length, 0)
      return { slice, forecaster, cases: own.length, meanLoss, medianLoss: medianOf(own) }
    })
  })
}

function isIn(slice: string, own: string): boolean {
  return slice === allSlices || slice === own
}

function compareSlices(a: string, b: string): number {
  return Number(a) - Number(b) || (a < b ? -1 : 1)
}

function medianOf(sorted: Float64Array): number {
  if (sorted.length === 0) return 0
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}
