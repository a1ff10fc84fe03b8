import type { Database } from '../ports/database.ts'

/** The feature rows that the latest predictions were made from: what drift is measured on. */
export interface RecentFeatures {
  /** Newest first; null is a missing feature. */
  list(predictor: string, count: number): Promise<readonly (readonly (number | null)[])[]>
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
        // Simulated and demo cascades are unlike the training set on purpose.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('cascades')
                .select('cascades.id')
                .whereRef('cascades.id', '=', 'predictions.subject')
                .where('provenance', '!=', 'real')
            )
          )
        )
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ features }) => JSON.parse(features!) as (number | null)[])
    }
  }
}
