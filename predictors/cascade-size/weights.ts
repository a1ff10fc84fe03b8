import { featureImportance } from '../../learners/forest/importance.ts'
import type { Forecast } from './forecast.ts'
import { listForests, type ModelShare } from './model.ts'

const maxWeights = 8

/**
 * Lists the features by importance (their share of the variance reduction of all splits), in descending order. Empty where
 * no forest stores its importances.
 */
export function listWeights(
  shares: readonly ModelShare[],
  names: readonly string[],
  row: readonly number[]
): Forecast['weights'] {
  const importances = new Float64Array(names.length)
  for (const { model, share } of shares) {
    const forests = listForests(model)
    for (const forest of forests)
      featureImportance(forest).forEach((importance, i) => {
        importances[model.columns[i]] += (share / forests.length) * importance
      })
  }
  return names
    .map((feature, column) => ({ feature, importance: importances[column], value: row[column] }))
    .filter(({ importance }) => importance > 0)
    .sort((a, b) => b.importance - a.importance)
    .slice(0, maxWeights)
}
