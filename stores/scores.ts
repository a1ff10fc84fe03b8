import type { Transaction } from 'kysely'
import type { Tables } from '../ports/tables.ts'

/** How one served answer did against the later outcome. Losses null: no answer. */
export interface NewScore {
  readonly predictionId: string
  readonly predictor: string
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly subject: string
  readonly loss: number | null
  readonly modelLessLoss: number | null
  readonly constantLoss: number | null
  readonly endedAt: number
}

/** One served version at one slice. */
export interface ScoreSummary {
  readonly modelVersion: number | null
  readonly slice: string | null
  readonly count: number
  /** Without an answer; not in the losses. */
  readonly failures: number
  readonly meanLoss: number | null
  readonly medianLoss: number | null
  readonly meanModelLessLoss: number | null
  readonly medianModelLessLoss: number | null
  readonly meanConstantLoss: number | null
  readonly medianConstantLoss: number | null
  readonly lastEndedAt: number
}

/** The accuracy of what was served. */
export interface Scores {
  /** Within the caller's transaction; a prediction has one score, the last one put. */
  add(transaction: Transaction<Tables>, scores: readonly NewScore[]): Promise<void>
  /** By version, then slice. */
  summarize(filter: {
    readonly predictor: string
    readonly modelVersion?: number | null | undefined
    readonly endedAfter?: number | undefined
  }): Promise<readonly ScoreSummary[]>
  /** The mean loss of the last `count` answers of a version (null: without model), newest first; null when none. */
  rollingLoss(
    predictor: string,
    modelVersion: number | null,
    count: number
  ): Promise<{ readonly mean: number; readonly count: number } | null>
  sweep(before: number, limit: number): Promise<number>
}
