import type { Provenance } from '../ports/provenance.ts'
import type { TrainOptions } from '../predictors/predictor.ts'

/** What a training run was asked to do: the `options` of its row, with defaults filled in. */
export interface TrainingRequest {
  readonly seed: number
  /** The predictor's own options. */
  readonly train: Omit<TrainOptions, 'seed'>
  /** Promotes without the gate, by whom and why. */
  readonly override: { readonly actor: string; readonly reason: string } | null
  /** Where the cases came from, in words, for the manifest. */
  readonly source: string
  /** Learns from simulated and demo samples alone, and marks the version so. */
  readonly isSimulated: boolean
}

/** What the API, the command line and the triggers write into a run's row. */
export interface TrainingRunOptions {
  /** Why it was asked for. */
  readonly reason?: string | null
  readonly actor?: string
  /** Promotes without the gate. */
  readonly override?: { readonly actor: string; readonly reason: string } | null
  readonly seed?: number
  readonly train?: Omit<TrainOptions, 'seed'>
  readonly source?: string
  readonly isSimulated?: boolean
}

/** What a run may learn from: real samples alone, or none of them. */
export function provenancesOf({ isSimulated }: TrainingRequest): readonly Provenance[] {
  return isSimulated ? ['simulated', 'demo'] : ['real']
}

export function readTrainingRequest(options: string): TrainingRequest {
  const asked = JSON.parse(options) as TrainingRunOptions
  return {
    seed: asked.seed ?? 1,
    train: asked.train ?? {},
    override: asked.override ?? null,
    source: asked.source ?? 'samples of this service',
    isSimulated: asked.isSimulated === true
  }
}
