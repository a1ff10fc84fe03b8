import { Readable } from 'node:stream'
import { buildBatch } from '../batch.ts'
import type { CheckInput } from '../check-input.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { memberText } from '../http/body.ts'
import { requireStreamedBody } from '../http/body-bytes.ts'
import type { Call, Handlers, JsonBody } from '../http/call.ts'
import { deprecationHeaders } from '../http/successors.ts'
import { buildJsonCheck } from '../http/validate.ts'
import { findPredictor } from '../predictors.ts'
import { toAccepted } from '../represent.ts'
import type { Submit, SubmitCall, SubmitRequest, Submitted } from '../submission.ts'
import { refuseUnknown } from './predictions.ts'

type SubmissionHandlers = Pick<
  Handlers,
  'submitPrediction' | 'submitToPredictor' | 'submitBatchToPredictor' | 'replayPrediction'
>

/** Builds the handlers that submit inputs to any predictor. */
export function buildSubmissionHandlers(
  dependencies: ApiDependencies,
  submit: Submit,
  checkInput: CheckInput
): SubmissionHandlers {
  const { predictions, settings } = dependencies

  async function accept(
    predictor: string,
    call: SubmitCall,
    source: Pick<SubmitRequest, 'operation' | 'line' | 'target' | 'exceeds'> & {
      readonly json: JsonBody<Call<'submitToPredictor'>['body']>
    }
  ) {
    const { json } = source
    const { input, subject = null } = json.value
    const slice = checkInput(predictor, input)
    return submit({ predictor, subject, slice, input: memberText(json, 'input'), ...source }, call)
  }

  const batch = buildBatch(settings.limits, buildJsonCheck('submitToPredictor'))

  return {
    async submitToPredictor(call) {
      const { name } = findPredictor(dependencies, call.path.predictor)
      const { exceeds } = call.query
      const source = { operation: 'submitToPredictor', json: call.json!, target: name, exceeds } as const
      return answer(await accept(name, call, source))
    },

    async submitPrediction(call) {
      const { predictor } = call.body
      call.reply.headers(deprecationHeaders('submitToPredictor', { predictor }))
      findPredictor(dependencies, predictor, '/predictor')
      const { exceeds } = call.query
      return answer(
        await accept(predictor, call, { operation: 'submitPrediction', json: call.json!, exceeds })
      )
    },

    async submitBatchToPredictor({ path, request, reply, requestId, keyName, signal }) {
      const { name } = findPredictor(dependencies, path.predictor)
      const call = { request, reply, requestId, keyName, signal }
      const answers = batch(requireStreamedBody(request.body), requestId, async (json, line) => {
        const source = { operation: 'submitBatchToPredictor', json, line, target: name } as const
        return toAccepted((await accept(name, call, source)).prediction)
      })
      return { status: 200, type: 'application/x-ndjson', raw: Readable.from(answers, { objectMode: false }) }
    },

    async replayPrediction(call) {
      const { predictionId } = call.path
      const original = (await predictions.get(predictionId)) ?? refuseUnknown(predictionId)
      const input = (await predictions.input(predictionId)) ?? refuseUnknown(predictionId)
      const { predictor, subject } = original
      const asked = {
        predictor,
        subject,
        // Old predictions have no slice.
        slice: original.slice ?? checkInput(predictor, JSON.parse(input)),
        input,
        operation: 'replayPrediction',
        json: call.json!,
        target: predictionId,
        exceeds: call.query.exceeds
      } as const
      return answer(await submit(asked, call))
    }
  }
}

function answer({ prediction, ended, headers }: Submitted) {
  return ended
    ? { status: 200 as const, body: ended, headers }
    : { status: 202 as const, body: toAccepted(prediction), headers }
}
