import type { Database } from '../ports/database.ts'

/** A dense row, null where a feature is missing; or a sparse one, the features that are present by name. */
export type FeatureRow = readonly (number | null)[] | Readonly<Record<string, number>>

/** The features that the latest predictions were made from: what drift is measured on. */
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
        // What a version was asked for by name may be of long ago.
        .where('pinned_version', 'is', null)
        // Simulated and demo inputs are unlike the training set on purpose.
        .where('provenance', '=', 'real')
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ features }) => JSON.parse(features!) as FeatureRow)
    }
  }
}
