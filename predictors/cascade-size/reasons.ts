import { measureContributions } from '../../learners/forest/contributions.ts'
import { earlyFeatureNames } from './early-features.ts'
import type { ReasonGroup, Reasons } from './explanation.ts'
import { featureNames } from './features.ts'
import type { Forecast } from './forecast.ts'
import { findModels, isEarly, type Model, type PointModel, type SizeModel } from './model.ts'
import { reasonGroups } from './reason-groups.ts'
import type { Query } from './sample.ts'

/**
 * What the paths of the forests do not explain: the median in place of their mean, the weights of author and peers, and the
 * limits and the rounding of sizes.
 */
const adjustment = { name: 'adjustment', title: 'Adjustment to the most similar cascades' }

interface ThemeColumns {
  readonly name: string
  readonly title: string
  readonly columns: readonly number[]
}

const themes = listThemes(featureNames)
const earlyThemes = listThemes(earlyFeatureNames)

/** Where the paths of the forests lead, as logarithms of the final size. */
interface Paths {
  readonly base: number
  /** By column of the full row. */
  readonly columns: Float64Array
}

/**
 * Explains the median of a forecast by the decision paths of the forests that made it. Null where no forest with leaf rows
 * answers. Cost O(trees depth).
 */
export function explain(
  model: Model,
  query: Query,
  { method, median }: Pick<Forecast, 'method' | 'median'>
): Reasons | null {
  if (median === null || method === 'untrained') return null
  const early = isEarly(query)
  const names = early ? earlyFeatureNames : featureNames
  const row = early ? query.earlyFeatures : query.features
  const shares = findModels(model, query)
  if (shares.length === 0) return model.start && explain(model.start.model, query, { method, median })
  let base = 0
  const contributions = new Float64Array(names.length)
  for (const { model: own, share } of shares) {
    const paths = followPaths(own, row, names.indexOf('logCount'))
    if (!paths) return null
    base += share * paths.base
    paths.columns.forEach((contribution, column) => {
      contributions[column] += share * contribution
    })
  }
  const groups = (early ? earlyThemes : themes)
    .map(theme => {
      const contribution = theme.columns.reduce((sum, column) => sum + contributions[column], 0)
      return toGroup(theme, roundContribution(contribution))
    })
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  return adjustReasons({ base: Number(Math.exp(base).toPrecision(6)), groups }, median)
}

/** The reasons with the adjustment that makes them sum to this median. */
export function adjustReasons({ base, groups }: Reasons, median: number): Reasons {
  const explained = groups.filter(({ name }) => name !== adjustment.name)
  const sum = explained.reduce((total, { contribution }) => total + contribution, Math.log(base))
  return { base, groups: [...explained, toGroup(adjustment, Math.log(median) - sum)] }
}

/**
 * The mean of both forests: of log N, and of log(N/n) with log n added. The difference of log n from that of the training cases
 * counts as a contribution of the number of events.
 */
function followPaths(
  model: SizeModel | PointModel,
  row: readonly number[],
  countColumn: number
): Paths | null {
  if ('mean' in model) return null
  const values = model.columns.map(column => row[column])
  const ratio = measureContributions(model.ratio.forest, values)
  const size = measureContributions(model.size.forest, values)
  const columns = new Float64Array(row.length)
  model.columns.forEach((column, i) => {
    columns[column] = (ratio.columns[i] + size.columns[i]) / 2
  })
  columns[countColumn] += (row[countColumn] - (size.base - ratio.base)) / 2
  return { base: size.base, columns }
}

function listThemes(names: readonly string[]): readonly ThemeColumns[] {
  return reasonGroups.map(({ name, title, features }) => ({
    name,
    title,
    columns: features.map(feature => names.indexOf(feature)).filter(column => column >= 0)
  }))
}

function toGroup({ name, title }: Pick<ReasonGroup, 'name' | 'title'>, contribution: number): ReasonGroup {
  return { name, title, contribution, factor: Number(Math.exp(contribution).toPrecision(4)) }
}

/** More digits would say nothing and cost room in every stored answer. The adjustment contains the rest. */
function roundContribution(contribution: number): number {
  return Math.round(contribution * 1e4) / 1e4
}
