import type { Database } from '../ports/database.ts'

// Predictions of one subject that an outcome is held against: a subject submitted for ever must not grow without end.
const MAX_PREDICTIONS = 100

/** The succeeded predictions of a subject with their inputs, oldest first, up to a bound. */
export function readAnswered(reader: Database['reader'], predictor: string, subject: string) {
  return reader
    .selectFrom('predictions')
    .innerJoin('prediction_inputs', 'prediction_id', 'id')
    .select(['id', 'slice', 'model_version as modelVersion', 'input', 'created_at as createdAt'])
    .select(({ ref }) => ref('output').$notNull().as('output'))
    .where('predictor', '=', predictor)
    .where('subject', '=', subject)
    .where('state', '=', 'succeeded')
    .orderBy('id')
    .limit(MAX_PREDICTIONS)
    .execute()
}
