import type { Transaction } from 'kysely'
import type { Tables } from '../ports/tables.ts'

export interface NewSample {
  readonly predictor: string
  /** The predictor's sampleVersion. */
  readonly version: number
  /** Never split between training and test. */
  readonly subject: string
  readonly slice: string | null
  /** JSON text. */
  readonly sample: string
  readonly endedAt: number
}

export interface StoredSample extends NewSample {
  /** Deterministic: predictor, version, subject, slice. A later one of the same id takes its place. */
  readonly id: string
  readonly createdAt: number
}

export interface SampleFilter {
  readonly predictor: string
  readonly version: number
  /** endedAt > endedAfter */
  readonly endedAfter?: number | undefined
  /** createdAt > createdAfter: new since a training. */
  readonly createdAfter?: number | undefined
}

/** What the trainer reads: finished cases. */
export interface Samples {
  put(samples: readonly NewSample[]): Promise<void>
  /** Within the caller's transaction. */
  add(transaction: Transaction<Tables>, samples: readonly NewSample[]): Promise<void>
  /** By endedAt, then id. `after`: the last of the page before. */
  list(
    filter: SampleFilter,
    page: { readonly limit: number; readonly after?: Pick<StoredSample, 'endedAt' | 'id'> | undefined }
  ): Promise<readonly StoredSample[]>
  count(filter: SampleFilter): Promise<number>
  /** How many there are of other versions: to be made again. */
  countOutdated(predictor: string, version: number): Promise<number>
  /** Of all but this version, at most `limit`. */
  removeOutdated(predictor: string, version: number, limit: number): Promise<number>
  /** Keeps the `keep` samples of the predictor that ended last; deletes at most `limit`. */
  sweep(predictor: string, keep: number, limit: number): Promise<number>
}
