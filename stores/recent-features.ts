import type { Database } from '../ports/database.ts'

/** A dense row (null: the feature is missing), or a sparse one (present features by name). */
export type FeatureRow = readonly (number | null)[] | Readonly<Record<string, number>>

/** The features of the newest predictions, to measure drift. */
export interface RecentFeatures {
  /** Newest first. */
  list(predictor: string, count: number): Promise<readonly FeatureRow[]>
}

export function buildRecentFeatures(database: Database): RecentFeatures {
  return {
    async list(predictor, count) {
      const rows = await database.reader
        .selectFrom('predictions')
        .select('features')
        .where('predictor', '=', predictor)
        .where('state', '=', 'succeeded')
        .where('features', 'is not', null)
        // Inputs of pinned predictions may be old.
        .where('pinned_version', 'is', null)
        // Simulated and demo inputs differ from the training set on purpose.
        .where('provenance', '=', 'real')
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ features }): FeatureRow => JSON.parse(features!))
    }
  }
}
