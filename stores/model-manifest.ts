import { Failure } from '../ports/errors.ts'

/** The description of a version: `versions/000007/manifest.json`, written once, after its artefact. */
export interface Manifest extends ManifestDraft {
  readonly format: 1
  readonly predictor: string
  readonly version: number
  /** sha256 of artefact.bin, in lower-case hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

/** The part of a manifest that the trainer supplies; `publish` adds the rest. */
export interface ManifestDraft {
  /** The predictor's sampleVersion of the training set. The version does not fit inputs of another one. */
  readonly schemaVersion: number
  readonly features: readonly FeatureSummary[]
  readonly training: TrainingSet
  readonly metrics: readonly Metric[]
  /** Absent in manifests of earlier releases, and where the predictor measures nothing else. */
  readonly otherMetrics?: readonly OtherMetric[]
  /** The version that was live when this one was trained. */
  readonly parent: number | null
  /** The version of the program that trained it, with its commit where known. */
  readonly codeVersion: string
  /** True: trained on simulated samples, for first answers until a better version exists. */
  readonly isSimulated: boolean
  readonly notes: string
}

/**
 * Summary of one feature over the training set. Dense features are in the order of the predictor's featureNames, sparse
 * ones in the order of their frequency.
 */
export interface FeatureSummary {
  readonly name: string
  readonly count: number
  readonly mean: number
  readonly standardDeviation: number
  /** At 0 %, 10 %, ..., 100 %, to measure drift. Empty when nothing was counted. */
  readonly deciles: readonly number[]
  /** Share of the counted values at or below each decile. Exceeds the tenth where many values are equal. */
  readonly shares: readonly number[]
}

export interface TrainingSet {
  /** Origin of the data, as text: 'samples of this service', 'index.csv of ./data'. */
  readonly source: string
  readonly samples: number
  /** Number of subjects. A subject is never split between training and test. */
  readonly groups: number
  /** RFC 3339, UTC. All cases of the set ended by then; later cases may judge the version. Null: no case has a date. */
  readonly cut: string | null
  readonly seed: number
  /** The predictor's own training options. */
  readonly options: Readonly<Record<string, unknown>>
  /** Base64: a Bloom filter of the groups of the set, so that none of them judges the version. */
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

/** A further metric of the predictor besides its loss, on all held-out cases. */
export interface OtherMetric {
  /** Its name among the predictor's metrics. */
  readonly metric: string
  /** 'candidate' or 'champion'. */
  readonly forecaster: string
  readonly value: number
}

/** Parses a manifest. Null: the number is burned. Throws Failure('damaged-version') for a malformed manifest. */
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
  if (!isComplete(manifest)) throw damaged(version, 'its manifest lacks a field')
  return manifest
}

function isComplete(manifest: Partial<Manifest>): manifest is Manifest {
  return (
    /^[0-9a-f]{64}$/.test(manifest.sha256 ?? '') &&
    Number.isSafeInteger(manifest.bytes) &&
    Number.isFinite(Date.parse(manifest.createdAt ?? '')) &&
    Array.isArray(manifest.features) &&
    Array.isArray(manifest.metrics) &&
    Array.isArray(manifest.otherMetrics ?? []) &&
    typeof manifest.training === 'object'
  )
}

/** Burns a number, so that a publisher that is about to use it must take another. */
export const burnedManifest: Uint8Array = Buffer.from(JSON.stringify({ isBurned: true }))

export function damaged(version: number, reason: string, cause?: unknown): Failure {
  return new Failure('damaged-version', `version ${version} is damaged: ${reason}`, {
    field: 'version',
    cause
  })
}
