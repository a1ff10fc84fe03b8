import type { Manifest, Metric } from './model-manifest.ts'

/** One metric of two versions. Each was measured on its own held-out cases, which may differ. */
export interface MetricPair {
  readonly slice: string
  readonly forecaster: string
  readonly version: Metric | null
  readonly other: Metric | null
}

export function compareMetrics(version: Manifest, other: Manifest): readonly MetricPair[] {
  const pairs = new Map<string, MetricPair>()
  for (const metric of version.metrics) {
    const { slice, forecaster } = metric
    pairs.set(JSON.stringify([slice, forecaster]), { slice, forecaster, version: metric, other: null })
  }
  for (const metric of other.metrics) {
    const { slice, forecaster } = metric
    const key = JSON.stringify([slice, forecaster])
    const left = pairs.get(key)?.version ?? null
    pairs.set(key, { slice, forecaster, version: left, other: metric })
  }
  return [...pairs.values()]
}
