import { Failure } from '../../ports/errors.ts'
import type { Change, Prediction } from '../../stores/predictions.ts'
import { memberText } from '../http/body.ts'
import type { Handlers } from '../http/call.ts'
import { buildPages } from '../http/page.ts'
import { buildSchemaCheck } from '../http/validate.ts'
import { findPredictor } from '../predictors.ts'
import { toAccepted, toPrediction } from '../represent.ts'
import { readIdempotency, readWishes } from '../submission.ts'
import type { Submit } from '../submit.ts'
import type { BeginWait } from '../waits.ts'
import type { ApiWorld } from '../world.ts'

type PredictionHandlers = Pick<
  Handlers,
  | 'submitPrediction'
  | 'listPredictions'
  | 'getPrediction'
  | 'cancelPrediction'
  | 'getPredictionInput'
  | 'retryPrediction'
  | 'replayPrediction'
>

/** What was asked of any predictor, and what became of it. */
export function buildPredictionHandlers(
  world: ApiWorld,
  submit: Submit,
  beginWait: BeginWait
): PredictionHandlers {
  const { predictions, predictors } = world
  const pages = buildPages(world.feed)
  const inputChecks = new Map(predictors.map(({ name, input }) => [name, buildSchemaCheck(input)]))

  async function find(id: string): Promise<Prediction> {
    return (await predictions.get(id)) ?? refuseUnknown(id)
  }

  return {
    async submitPrediction(call) {
      const { predictor, input, subject } = call.body
      findPredictor(world, predictor, '/predictor')
      inputChecks.get(predictor)!(input, '/input')
      const submission = {
        predictor,
        subject: subject ?? null,
        slice: null,
        input: memberText(call.json!, 'input'),
        requestId: call.requestId,
        ...(await readWishes(world, predictor, call.body)),
        ...readIdempotency('submitPrediction', call, call.json!)
      }
      const { prediction, ended, headers } = await submit(submission, call)
      if (ended) return { status: 200, body: toPrediction(ended), headers }
      return { status: 202, body: toAccepted(prediction), headers }
    },

    async replayPrediction(call) {
      const { predictionId } = call.path
      const original = await find(predictionId)
      const submission = {
        predictor: original.predictor,
        subject: original.subject,
        slice: original.slice,
        input: (await predictions.input(predictionId)) ?? refuseUnknown(predictionId),
        requestId: call.requestId,
        ...(await readWishes(world, original.predictor, call.body)),
        ...readIdempotency('replayPrediction', call, call.json!, { target: predictionId })
      }
      const { prediction, ended, headers } = await submit(submission, call)
      if (ended) return { status: 200, body: toPrediction(ended), headers }
      return { status: 202, body: toAccepted(prediction), headers }
    },

    async listPredictions({ query }) {
      const { createdFrom, createdBefore, state, predictor, subject, modelVersion } = query
      if (predictor !== undefined) findPredictor(world, predictor)
      const filter = {
        state,
        predictor,
        subject,
        modelVersion,
        createdFrom: createdFrom === undefined ? undefined : Date.parse(createdFrom),
        createdBefore: createdBefore === undefined ? undefined : Date.parse(createdBefore)
      }
      const { items, next } = await predictions.list(filter, await pages.read('listPredictions', query))
      return {
        status: 200,
        body: { items: items.map(toPrediction), next: await pages.next('listPredictions', next) }
      }
    },

    async getPrediction(call) {
      const { predictionId } = call.path
      const { seconds, headers, end } = beginWait(call)
      try {
        const prediction =
          seconds === null
            ? await predictions.get(predictionId)
            : await predictions.waitForEnd(predictionId, seconds * 1000, call.signal)
        return { status: 200, body: toPrediction(prediction ?? refuseUnknown(predictionId)), headers }
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
      return { status: 200, body: toPrediction(changed(change, predictionId, 'canceled')) }
    },

    async retryPrediction({ path: { predictionId } }) {
      const prediction = changed(await predictions.retry(predictionId), predictionId, 'retried')
      return {
        status: 202,
        body: toAccepted(prediction),
        headers: { location: `/predictions/${predictionId}` }
      }
    }
  }
}

function changed(change: Change, id: string, verb: string): Prediction {
  if (change.is === 'not-found') return refuseUnknown(id)
  if (change.is === 'done') return change.prediction
  throw new Failure('conflict', `a prediction that is ${change.prediction.state} cannot be ${verb}`, {
    field: 'predictionId'
  })
}

function refuseUnknown(id: string): never {
  throw new Failure('not-found', `there is no prediction '${id}' (any more)`, { field: 'predictionId' })
}
