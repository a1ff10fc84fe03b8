import { Failure } from '../../ports/errors.ts'
import type { Change, Prediction } from '../../stores/predictions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Call, Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { findPredictor } from '../predictors.ts'
import { buildProbability } from '../probability.ts'
import { toAccepted, toPrediction } from '../represent.ts'
import type { BeginWait } from '../waits.ts'

type PredictionHandlers = Pick<
  Handlers,
  | 'listPredictions'
  | 'listPredictorPredictions'
  | 'getPrediction'
  | 'cancelPrediction'
  | 'getPredictionInput'
  | 'retryPrediction'
>

/** Builds the handlers that list, read, cancel and retry predictions of any predictor. */
export function buildPredictionHandlers(
  dependencies: ApiDependencies,
  beginWait: BeginWait
): PredictionHandlers {
  const { predictions } = dependencies
  const { represent } = buildProbability(dependencies)
  const pages = buildPages(dependencies.feed)
  function list(
    operation: 'listPredictions' | 'listPredictorPredictions',
    predictor: string | undefined,
    query: Call<'listPredictorPredictions'>['query']
  ) {
    const { createdFrom, createdBefore, state, subject, modelVersion } = query
    const filter = {
      state,
      predictor,
      subject,
      modelVersion,
      createdFrom: createdFrom === undefined ? undefined : Date.parse(createdFrom),
      createdBefore: createdBefore === undefined ? undefined : Date.parse(createdBefore)
    }
    return pages.answer(operation, query, request => predictions.list(filter, request), toPrediction)
  }

  return {
    async listPredictions({ query }) {
      const { predictor } = query
      if (predictor !== undefined) findPredictor(dependencies, predictor)
      return list('listPredictions', predictor, query)
    },

    async listPredictorPredictions({ path, query }) {
      const { name } = findPredictor(dependencies, path.predictor)
      return list('listPredictorPredictions', name, query)
    },

    async getPrediction(call) {
      const { predictionId } = call.path
      const { exceeds } = call.query
      const { seconds, headers, end } = beginWait(call)
      try {
        const prediction =
          seconds === null
            ? await predictions.get(predictionId)
            : await predictions.waitForEnd(predictionId, seconds * 1000, call.signal)
        const found = prediction ?? refuseUnknown(predictionId)
        return { status: 200, body: represent(found, exceeds), headers }
      } finally {
        end()
      }
    },

    async getPredictionInput({ path: { predictionId } }) {
      const input = (await predictions.input(predictionId)) ?? refuseUnknown(predictionId)
      return { status: 200, type: 'application/json', raw: input }
    },

    async cancelPrediction({ path: { predictionId } }) {
      const change = await predictions.cancel(predictionId)
      if (change.is === 'refused' && change.prediction.state === 'canceled')
        return { status: 200, body: toPrediction(change.prediction) }
      return { status: 200, body: toPrediction(requireChange(change, predictionId, 'canceled')) }
    },

    async retryPrediction({ path: { predictionId } }) {
      const prediction = requireChange(await predictions.retry(predictionId), predictionId, 'retried')
      return {
        status: 202,
        body: toAccepted(prediction),
        headers: { location: `/predictions/${predictionId}` }
      }
    }
  }
}

function requireChange(change: Change, id: string, verb: string): Prediction {
  if (change.is === 'not-found') return refuseUnknown(id)
  if (change.is === 'done') return change.prediction
  throw new Failure('conflict', `the prediction is ${change.prediction.state}: it cannot be ${verb}`, {
    field: 'predictionId'
  })
}

export function refuseUnknown(id: string): never {
  throw new Failure('not-found', `there is no prediction '${id}'`, { field: 'predictionId' })
}
