import { createHash } from 'node:crypto'
import type { Command } from 'commander'
import { featureImportance } from '../learners/forest/importance.ts'
import { countTrees } from '../learners/forest/trees.ts'
import { earlyFeatureNames } from '../predictors/cascade-size/early-features.ts'
import { featureNames } from '../predictors/cascade-size/features.ts'
import type { FollowersKnown } from '../predictors/cascade-size/followers-known.ts'
import { listForests, type PointModel, type SizeModel } from '../predictors/cascade-size/model.ts'
import { modelVersion } from '../predictors/cascade-size/model-artefact.ts'
import { formatDuration, formatNumber } from './format.ts'
import { readModel } from './read-model.ts'
import type { Terminal } from './terminal.ts'

export function describe(command: Command, terminal: Terminal): void {
  command
    .description(
      'Describes a model file: its training data, windows, forests with their most important features, and priors. ' +
        'Checks the whole file.'
    )
    .argument('<model>', 'model file, as groundswell train writes it')
    .option('--json', 'print the description as JSON')
    .action((file: string, options: { readonly json?: true }) => run(file, options, terminal))
}

async function run(file: string, { json }: { readonly json?: true }, terminal: Terminal): Promise<void> {
  const { model, bytes } = await readModel(file)
  const forests = model.windows.map(window => ({
    windowSeconds: window.windowSeconds,
    followers: window.followers,
    ...describeForests(window, featureNames)
  }))
  const description = {
    file,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    version: modelVersion,
    trainedOn: model.trainedOn,
    windows: forests,
    early: model.early.map(early => ({
      followers: early.followers,
      ...describeForests(early, earlyFeatureNames)
    })),
    priors: model.priors
  }
  await terminal.print(json ? JSON.stringify(description) : formatDescription(description))
}

interface ForestDescription {
  readonly engine: string
  readonly trees: number
  readonly rows: number
  /** Calibrated quantiles of the ends of the interval; null: the forest gives a point and no interval. */
  readonly ranks: readonly [low: number, high: number] | null
  readonly features: readonly { readonly feature: string; readonly importance: number }[]
}

function describeForests(model: SizeModel | PointModel, names: readonly string[]): ForestDescription {
  const forests = listForests(model)
  const importances = forests.map(featureImportance)
  const features = model.columns
    .map((column, i) => ({
      feature: names[column]!,
      importance: importances.reduce((sum, each) => sum + each[i]! / forests.length, 0)
    }))
    .sort((a, b) => b.importance - a.importance)
  return {
    engine: 'mean' in model ? 'ml-random-forest' : 'extra-trees',
    trees: forests.reduce((sum, forest) => sum + countTrees(forest), 0),
    rows: forests[0]!.rows,
    ranks: 'mean' in model ? null : [model.lowRank, model.highRank],
    features
  }
}

type EarlyDescription = ForestDescription & { readonly followers: FollowersKnown }

const maxFeatures = 6
const followersText = { all: '', post: ', followers of the post alone', none: ', without followers' } as const

function formatDescription(description: {
  readonly file: string
  readonly bytes: number
  readonly sha256: string
  readonly version: number
  readonly trainedOn: { readonly cascades: number; readonly seed: number }
  readonly windows: readonly (EarlyDescription & { readonly windowSeconds: number })[]
  readonly early: readonly EarlyDescription[]
  readonly priors: { readonly cascades: number } | null
}): string {
  const { file, bytes, sha256, version, trainedOn, windows, early, priors } = description
  return [
    `${file}: ${formatNumber(bytes / 1e6, 3)} MB, version ${version}`,
    `  sha256 ${sha256}`,
    `  trained on ${trainedOn.cascades} cascades, seed ${trainedOn.seed}`,
    `  priors ${priors ? `from ${priors.cascades} fits` : 'none'}`,
    ...windows.map(window =>
      formatForests(`after ${formatDuration(window.windowSeconds)}${followersText[window.followers]}`, window)
    ),
    ...early.map(each => formatForests(`fewer than 5 events${followersText[each.followers]}`, each)),
    ...(early.length > 0 ? [] : ['  fewer than 5 events: no forecast'])
  ].join('\n')
}

function formatForests(name: string, { engine, trees, rows, ranks, features }: ForestDescription): string {
  const head = `  ${name}: ${trees} trees of ${rows} cascades`
  if (ranks === null) return `${head} by ${engine}, a point and no interval`
  const weights = features
    .slice(0, maxFeatures)
    .map(({ feature, importance }) => `${feature} ${(100 * importance).toFixed(0)} %`)
  const interval = ranks.map(rank => rank.toFixed(3)).join(' to ')
  return `${head}, 80 % interval at ranks ${interval}\n    ${weights.join(', ')}`
}
