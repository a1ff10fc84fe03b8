import type { NewSample } from './samples.ts'
import type { NewScore } from './scores.ts'

export interface Outcome {
  readonly predictor: string
  readonly subject: string
  /** JSON text. */
  readonly outcome: string
  readonly endedAt: number
  /** 1 for the first report; each report that says something else adds one. */
  readonly revision: number
  readonly source: 'reported' | 'stream'
}

/** An outcome whose samples and scores are to be made, with what was predicted of its subject. */
export interface OpenOutcome extends Outcome {
  /** Succeeded predictions with their inputs, oldest first. */
  readonly predictions: readonly {
    readonly id: string
    readonly slice: string | null
    readonly modelVersion: number | null
    readonly input: string
    readonly output: string
    readonly createdAt: number
  }[]
}

/** What became of each subject. */
export interface Outcomes {
  /** The same outcome again changes nothing; another one is a new revision. */
  put(report: Omit<Outcome, 'revision'>): Promise<{ readonly revision: number; readonly isNew: boolean }>
  get(predictor: string, subject: string): Promise<Outcome | null>
  /**
   * Those whose samples are not of their present revision and this sample version, or lack a prediction that
   * succeeded since; oldest first.
   */
  open(predictor: string, sampleVersion: number, limit: number): Promise<readonly OpenOutcome[]>
  /**
   * Samples, scores and the mark in one transaction. False, and nothing written, when the outcome was revised
   * meanwhile.
   */
  settle(
    outcome: Outcome,
    sampleVersion: number,
    made: { readonly samples: readonly NewSample[]; readonly scores: readonly NewScore[] }
  ): Promise<boolean>
  count(predictor: string): Promise<number>
  sweep(before: number, limit: number): Promise<number>
}
