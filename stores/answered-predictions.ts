import type { Database } from '../ports/database.ts'

// Bounds the predictions of one subject that are compared with its outcome, for a subject that is submitted endlessly.
const MAX_PREDICTIONS = 100

/** Reads the succeeded predictions of a subject with their inputs, oldest first, at most 100. Leaves out extra ones without a slice. */
export function readAnswered(reader: Database['reader'], predictor: string, subject: string) {
  return (
    reader
      .selectFrom('predictions')
      .innerJoin('prediction_inputs', 'prediction_id', 'id')
      .select(['id', 'slice', 'model_version as modelVersion', 'input', 'created_at as createdAt'])
      .select(({ ref }) => ref('output').$notNull().as('output'))
      .where('predictor', '=', predictor)
      .where('subject', '=', subject)
      .where('state', '=', 'succeeded')
      // An extra prediction without a slice was made because the case was unusual: it would bias samples and scores.
      .where(({ or, eb }) => or([eb('slice', 'is not', null), eb('extra_id', 'is', null)]))
      .orderBy('id')
      .limit(MAX_PREDICTIONS)
      .execute()
  )
}
