import type { Json } from '../predictors/predictor.ts'
import type { Manifest } from './model-manifest.ts'

/** One difference between a version and its parent. Without a parent: one fact about the version. */
export interface ModelChange {
  readonly area: 'data' | 'parameters' | 'code'
  /** 'samples', 'codeVersion', or the name of a training option. */
  readonly name: string
  readonly value: Json
  /** Null: the parent has no such value, or there is no parent. */
  readonly parentValue: Json
}

/** The loss of a version on its held-out cases of one slice, with the loss of its parent. */
export interface ChangelogMetric {
  readonly slice: string
  readonly cases: number
  readonly meanLoss: number
  readonly medianLoss: number
  /** The parent's mean loss on the same cases; null: not measured. */
  readonly parentMeanLoss: number | null
  /** The parent's mean loss on its own held-out cases, from its manifest. */
  readonly parentOwnMeanLoss: number | null
}

/** Compares a version with its parent. */
export function listChanges(manifest: Manifest, parent: Manifest | null): readonly ModelChange[] {
  return (['data', 'parameters', 'code'] as const).flatMap(area => {
    const own = describeArea[area](manifest)
    const others = parent === null ? {} : describeArea[area](parent)
    return [...new Set([...Object.keys(own), ...Object.keys(others)])]
      .map(name => ({ area, name, value: own[name] ?? null, parentValue: others[name] ?? null }))
      .filter(({ value, parentValue }) => JSON.stringify(value) !== JSON.stringify(parentValue))
  })
}

type Facts = Readonly<Record<string, Json>>

const describeArea: Readonly<Record<ModelChange['area'], (manifest: Manifest) => Facts>> = {
  data: ({ training: { source, samples, groups, cut }, isSimulated }) => ({
    source,
    samples,
    groups,
    cut,
    isSimulated
  }),
  parameters: ({ training: { seed, options } }) => ({ seed, ...(options as Facts) }),
  code: ({ codeVersion, schemaVersion }) => ({ codeVersion, sampleVersion: schemaVersion })
}

/** The losses of a version by slice, beside those of its parent. */
export function listMetrics(manifest: Manifest, parent: Manifest | null): readonly ChangelogMetric[] {
  const find = (from: Manifest | null, forecaster: string, wanted: string) =>
    from?.metrics.find(each => each.forecaster === forecaster && each.slice === wanted && each.cases > 0)
      ?.meanLoss ?? null
  return manifest.metrics
    .filter(({ forecaster, cases }) => forecaster === 'candidate' && cases > 0)
    .map(({ slice, cases, meanLoss, medianLoss }) => ({
      slice,
      cases,
      meanLoss,
      medianLoss,
      parentMeanLoss: find(manifest, 'champion', slice),
      parentOwnMeanLoss: find(parent, 'candidate', slice)
    }))
}
