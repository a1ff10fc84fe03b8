import type { Provenance } from '../ports/provenance.ts'
import type { TrainOptions } from '../predictors/predictor.ts'

/** The request of a training run: the `options` of its row, with defaults. */
export interface TrainingRequest {
  readonly seed: number
  /** The predictor's own options. */
  readonly train: Omit<TrainOptions, 'seed'>
  /** Promotes without the gate. Names the actor and the reason. */
  readonly override: { readonly actor: string; readonly reason: string } | null
  /** A description of the source of the cases, for the manifest. */
  readonly source: string
  /** Trains on simulated and demo samples only, and marks the version as simulated. */
  readonly isSimulated: boolean
}

/** The options that the API, the command line and the triggers write to the row of a run. */
export interface TrainingRunOptions {
  /** The reason of the request. */
  readonly reason?: string | null
  readonly actor?: string
  /** Promotes without the gate. */
  readonly override?: { readonly actor: string; readonly reason: string } | null
  readonly seed?: number
  readonly train?: Omit<TrainOptions, 'seed'>
  readonly source?: string
  readonly isSimulated?: boolean
}

/** The provenances of the samples of a run: only real ones, or only others. */
export function provenancesOf({ isSimulated }: TrainingRequest): readonly Provenance[] {
  return isSimulated ? ['simulated', 'demo'] : ['real']
}

/** `train`: the predictor's options where the request has none. */
export function readTrainingRequest(options: string, train: TrainingRequest['train'] = {}): TrainingRequest {
  const asked: TrainingRunOptions = JSON.parse(options)
  return {
    seed: asked.seed ?? 1,
    train: { ...train, ...asked.train },
    override: asked.override ?? null,
    source: asked.source ?? 'samples of this service',
    isSimulated: asked.isSimulated === true
  }
}
