import type { Database } from '../../ports/database.ts'
import { type Page, type PageRequest, readPageById } from '../page.ts'
import type { Prediction, PredictionFilter, Predictions } from '../predictions.ts'
import { buildStatement } from '../statement.ts'
import { toPrediction } from './record.ts'

export function buildRead(database: Database): Pick<Predictions, 'get' | 'input' | 'list'> {
  const { reader } = database
  const selectOne = buildStatement(reader, (schema, parameter: (name: 'id') => never) =>
    schema.selectFrom('predictions').selectAll().where('id', '=', parameter('id'))
  )
  const selectInput = buildStatement(reader, (schema, parameter: (name: 'id') => never) =>
    schema.selectFrom('prediction_inputs').select('input').where('prediction_id', '=', parameter('id'))
  )

  return {
    async get(id) {
      const { rows } = await selectOne(reader, { id })
      return rows[0] === undefined ? null : toPrediction(rows[0])
    },
    async input(id) {
      const { rows } = await selectInput(reader, { id })
      return rows[0]?.input ?? null
    },
    list: (filter, page) => list(database, filter, page)
  }
}

function list({ reader }: Database, filter: PredictionFilter, page: PageRequest): Promise<Page<Prediction>> {
  let query = reader.selectFrom('predictions').selectAll()
  const { state, predictor, subject, modelVersion, createdFrom, createdBefore } = filter
  if (state !== undefined) {
    query = query.where('state', '=', state)
    // Redundant, so that the database uses the small index of predictions that have not ended.
    if (state === 'queued' || state === 'running') query = query.where('finished_at', 'is', null)
  }
  if (predictor !== undefined) query = query.where('predictor', '=', predictor)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (modelVersion !== undefined) query = query.where('model_version', '=', modelVersion)
  if (createdFrom !== undefined) query = query.where('created_at', '>=', createdFrom)
  if (createdBefore !== undefined) query = query.where('created_at', '<', createdBefore)
  return readPageById(query, page, toPrediction)
}
