import type { AnyPredictor, Losses, SliceDescription } from '../predictors/predictor.ts'
import type { Metric, OtherMetric } from '../stores/model-versions.ts'
import { buildSliceOrder } from './compare-slices.ts'

/** The slice that contains all cases. */
export const allSlices = 'all'

/** The mean and median loss of each forecaster on each slice and on all cases. `cases` does not include failures. */
export function summarizeLosses(
  losses: Readonly<Record<string, Losses>>,
  description: SliceDescription | null
): readonly Metric[] {
  const order = buildSliceOrder(description)
  return Object.entries(losses).flatMap(([forecaster, { slices, values }]) => {
    const names = [allSlices, ...[...new Set(slices)].filter(slice => slice !== allSlices).sort(order)]
    return names.map(slice => {
      const own = values.filter((value, index) => isIn(slice, slices[index]!) && !Number.isNaN(value)).sort()
      const meanLoss = own.reduce((sum, value) => sum + value / own.length, 0)
      return { slice, forecaster, cases: own.length, meanLoss, medianLoss: medianOf(own) }
    })
  })
}

/**
 * The cluster-robust standard error of the mean loss on a slice. The cases of a group are not independent, so their deviations
 * from the mean are summed to one deviation of the group. NaN for fewer than two groups.
 */
export function standardErrorOfMean(losses: Losses, slice: string): number {
  const { groups, values } = losses
  const cases = selectSlice(losses, slice).filter(index => !Number.isNaN(values[index]!))
  const mean = cases.reduce((sum, index) => sum + values[index]! / cases.length, 0)
  const deviations = new Map<string, number>()
  for (const index of cases) {
    const group = groups[index]!
    deviations.set(group, (deviations.get(group) ?? 0) + values[index]! - mean)
  }
  const count = deviations.size
  const squares = [...deviations.values()].reduce((sum, each) => sum + each ** 2, 0)
  return Math.sqrt((squares * count) / (count - 1)) / cases.length
}

/** The indexes of the cases of a slice. */
export function selectSlice({ slices }: Losses, slice: string): readonly number[] {
  return [...slices.keys()].filter(index => isIn(slice, slices[index]!))
}

function isIn(slice: string, own: string): boolean {
  return slice === allSlices || slice === own
}

function medianOf(sorted: Float64Array): number {
  if (sorted.length === 0) return 0
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}

/** Lists the further metrics of the predictor for each forecaster. Values that are not finite numbers are omitted. */
export function listOtherMetrics(
  { metrics: [, ...others] }: Pick<AnyPredictor, 'metrics'>,
  measured: Readonly<Record<string, Readonly<Record<string, number>>>>
): readonly OtherMetric[] {
  return others.flatMap(({ name: metric }) =>
    Object.entries(measured).flatMap(([forecaster, values]) => {
      const value = values[metric]
      return Number.isFinite(value) && value !== undefined ? [{ metric, forecaster, value }] : []
    })
  )
}
