import type { LeafSample } from '../../learners/forest/leaf-samples.ts'
import type { SimilarCascade } from './explanation.ts'
import type { Ranked } from './log-sizes.ts'
import type { SizeModel } from './model.ts'
import { targetNames, type WeighedSamples } from './size-model.ts'
import { readCascadeId } from './training-cascades.ts'

const maxSimilar = 5

/**
 * Lists the training cases with the largest weights in a forecast, at most one of each cascade. A case has the more weight, the
 * more leaves it shares with the query; author and peer weights count too. Cost O(samples).
 */
export function listSimilar(model: SizeModel, samples: WeighedSamples): readonly SimilarCascade[] {
  const { cascades } = model
  const weights = new Float64Array(model.size.targets.order.length)
  const rows: number[] = []
  let total = 0
  for (const target of targetNames) {
    const { order } = model[target].targets
    const sample = samples[target]
    for (let i = 0; i < sample.ranks.length; i++) {
      const row = order[sample.ranks[i]]
      if (weights[row] === 0) rows.push(row)
      weights[row] += sample.weights[i]
      total += sample.weights[i]
    }
  }
  return findHeaviest(rows, weights, cascades?.byRow ?? null).map(row => {
    const logSize = findTarget(model.size.targets, samples.size, row)
    const logRatio = findTarget(model.ratio.targets, samples.ratio, row)
    const cascade = cascades?.byRow[row] ?? 0
    return {
      id: cascades && readCascadeId(cascades, cascade),
      observedEvents: Math.round(Math.exp(logSize - logRatio)),
      finalSize: Math.round(Math.exp(logSize)),
      weight: Number((weights[row] / total).toPrecision(3)),
      isSimulated: cascades && cascades.simulated[cascade] === 1
    }
  })
}

/** The rows with the largest weights, in descending order of weight: at most maxSimilar, and one of each cascade. */
function findHeaviest(
  rows: readonly number[],
  weights: Float64Array,
  cascadeOf: Uint32Array | null
): readonly number[] {
  const top: number[] = []
  for (const row of rows) {
    if (top.length === maxSimilar && weights[row] <= weights[top[maxSimilar - 1]]) continue
    const own = cascadeOf ? top.findIndex(each => cascadeOf[each] === cascadeOf[row]) : -1
    if (own >= 0 && weights[top[own]] >= weights[row]) continue
    if (own >= 0) top.splice(own, 1)
    else if (top.length === maxSimilar) top.pop()
    const place = top.findIndex(each => weights[each] < weights[row])
    top.splice(place < 0 ? top.length : place, 0, row)
  }
  return top
}

/** The target of a training row. Most rows are in the sample, which is short. */
function findTarget({ values, order }: Ranked, { ranks }: LeafSample, row: number): number {
  for (const rank of ranks) if (order[rank] === row) return values[rank]
  return values[order.indexOf(row)]
}
