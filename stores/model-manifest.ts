import { Failure } from '../ports/errors.ts'

/** What a version says of itself: `versions/000007/manifest.json`, written once, after its artefact. */
export interface Manifest extends ManifestDraft {
  readonly format: 1
  readonly predictor: string
  readonly version: number
  /** Of artefact.bin, in lower-case hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

/** What whoever trained the version knows; `publish` adds the rest. */
export interface ManifestDraft {
  /** The predictor's sampleVersion the version was trained on: inputs of another one do not fit it. */
  readonly schemaVersion: number
  readonly features: readonly FeatureSummary[]
  readonly training: TrainingSet
  readonly metrics: readonly Metric[]
  /** Absent in manifests that are older than it, and where the predictor measures nothing else. */
  readonly otherMetrics?: readonly OtherMetric[]
  /** The version that served when this one was trained. */
  readonly parent: number | null
  /** The program that trained it: its version, and its commit where known. */
  readonly codeVersion: string
  /** Learned from simulated samples: good for a first answer, to be replaced. */
  readonly isSimulated: boolean
  readonly notes: string
}

/**
 * One feature over the training set: dense ones in the order of the predictor's featureNames, sparse ones by how many rows
 * have them.
 */
export interface FeatureSummary {
  readonly name: string
  readonly count: number
  readonly mean: number
  readonly standardDeviation: number
  /** At 0 %, 10 %, ..., 100 %: drift is measured against these. Empty when nothing was counted. */
  readonly deciles: readonly number[]
  /** Share of the counted values at or below each decile: more than its tenth where many are the same. */
  readonly shares: readonly number[]
}

export interface TrainingSet {
  /** Where it came from, in words: 'samples of this service', 'index.csv of ./data'. */
  readonly source: string
  readonly samples: number
  /** Units never split between training and test: subjects. */
  readonly groups: number
  /** RFC 3339, UTC. Every case of the set had ended by then; later ones may judge the version. Null: nothing has a date. */
  readonly cut: string | null
  readonly seed: number
  /** The predictor's own training options. */
  readonly options: Readonly<Record<string, unknown>>
  /** Base64: which groups the set held (a Bloom filter), so that none of them judges the version. */
  readonly groupFilter?: string
}

/** The loss of one forecaster on the held-out cases of one slice (a window in seconds; 'all'). */
export interface Metric {
  readonly slice: string
  /** 'candidate', 'champion', or the name of a trivial forecaster ('constant', ...). */
  readonly forecaster: string
  readonly cases: number
  readonly meanLoss: number
  readonly medianLoss: number
}

/** A further figure of quality on all held-out cases, which the predictor measures beside its loss. */
export interface OtherMetric {
  /** Its name among the predictor's metrics. */
  readonly metric: string
  /** 'candidate' or 'champion'. */
  readonly forecaster: string
  readonly value: number
}

/** Null for a number burned by the garbage collector. Throws Failure('damaged-version') for anything malformed. */
export function parseManifest(bytes: Uint8Array, predictor: string, version: number): Manifest | null {
  let manifest: Partial<Manifest> & { readonly isBurned?: boolean }
  try {
    manifest = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw damaged(version, 'its manifest is not JSON', cause)
  }
  if (manifest.isBurned === true) return null
  if (manifest.format !== 1) throw damaged(version, `its manifest has the unknown format ${manifest.format}`)
  if (manifest.predictor !== predictor || manifest.version !== version)
    throw damaged(version, `its manifest is that of ${manifest.predictor} ${manifest.version}`)
  const isComplete =
    /^[0-9a-f]{64}$/.test(manifest.sha256 ?? '') &&
    Number.isSafeInteger(manifest.bytes) &&
    Number.isFinite(Date.parse(manifest.createdAt ?? '')) &&
    Array.isArray(manifest.features) &&
    Array.isArray(manifest.metrics) &&
    Array.isArray(manifest.otherMetrics ?? []) &&
    typeof manifest.training === 'object'
  if (!isComplete) throw damaged(version, 'its manifest lacks a field')
  return manifest as Manifest
}

/** Takes a number out of use for good, so that a publisher halfway through it must take another. */
export const burnedManifest: Uint8Array = Buffer.from(JSON.stringify({ isBurned: true }))

export function damaged(version: number, reason: string, cause?: unknown): Failure {
  return new Failure('damaged-version', `version ${version} is damaged: ${reason}`, {
    field: 'version',
    cause
  })
}
