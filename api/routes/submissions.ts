import { Readable } from 'node:stream'
import { buildBatch } from '../batch.ts'
import type { CheckInput } from '../check-input.ts'
import { memberText } from '../http/body.ts'
import type { StreamedBody } from '../http/body-bytes.ts'
import type { Call, Handlers, JsonBody } from '../http/call.ts'
import { operations } from '../http/contract.ts'
import { deprecationHeaders } from '../http/successors.ts'
import { buildBodyCheck } from '../http/validate.ts'
import { findPredictor } from '../predictors.ts'
import { toAccepted, toPrediction } from '../represent.ts'
import { readIdempotency, readWishes } from '../submission.ts'
import type { Submit, Submitted } from '../submit.ts'
import type { ApiWorld } from '../world.ts'
import { refuseUnknown } from './predictions.ts'

type SubmissionHandlers = Pick<
  Handlers,
  'submitPrediction' | 'submitToPredictor' | 'submitBatchToPredictor' | 'replayPrediction'
>
type Caller = Pick<Call<'submitToPredictor'>, 'request' | 'reply' | 'keyName' | 'signal' | 'requestId'>

/** What any predictor is asked. */
export function buildSubmissionHandlers(
  world: ApiWorld,
  submit: Submit,
  checkInput: CheckInput
): SubmissionHandlers {
  const { predictions, settings } = world

  async function accept(
    predictor: string,
    json: JsonBody,
    call: Caller,
    idempotency: ReturnType<typeof readIdempotency>
  ) {
    const { input, subject = null, ...wishes } = json.value as Call<'submitToPredictor'>['body']
    const slice = checkInput(predictor, input)
    const common = { predictor, subject, slice, input: memberText(json, 'input'), requestId: call.requestId }
    return submit({ ...common, ...(await readWishes(world, predictor, wishes)), ...idempotency }, call)
  }

  const schema = operations.find(({ id }) => id === 'submitToPredictor')!.body!.schemas['application/json']!
  const batch = buildBatch(settings.limits, buildBodyCheck(schema))

  return {
    async submitToPredictor(call) {
      const { name } = findPredictor(world, call.path.predictor)
      const json = call.json!
      const idempotency = readIdempotency('submitToPredictor', call, json, { target: name })
      return answer(await accept(name, json, call, idempotency))
    },

    async submitPrediction(call) {
      const { predictor } = call.body
      call.reply.headers(deprecationHeaders('submitToPredictor', { predictor }))
      findPredictor(world, predictor, '/predictor')
      const json = call.json!
      return answer(await accept(predictor, json, call, readIdempotency('submitPrediction', call, json)))
    },

    async submitBatchToPredictor({ path, request, reply, requestId, keyName, signal }) {
      const { name } = findPredictor(world, path.predictor)
      const call = { request, reply, requestId, keyName, signal }
      const answers = batch(request.body as StreamedBody, requestId, async (json, line) => {
        const part = { line, target: name }
        const idempotency = readIdempotency('submitBatchToPredictor', call, json, part)
        return toAccepted((await accept(name, json, call, idempotency)).prediction)
      })
      return { status: 200, type: 'application/x-ndjson', raw: Readable.from(answers, { objectMode: false }) }
    },

    async replayPrediction(call) {
      const { predictionId } = call.path
      const original = (await predictions.get(predictionId)) ?? refuseUnknown(predictionId)
      const input = (await predictions.input(predictionId)) ?? refuseUnknown(predictionId)
      const { predictor, subject } = original
      const submission = {
        predictor,
        subject,
        // Those that were stored before slices came from the predictor have none.
        slice: original.slice ?? checkInput(predictor, JSON.parse(input)),
        input,
        requestId: call.requestId,
        ...(await readWishes(world, predictor, call.body)),
        ...readIdempotency('replayPrediction', call, call.json!, { target: predictionId })
      }
      return answer(await submit(submission, call))
    }
  }
}

function answer({ prediction, ended, headers }: Submitted) {
  return ended
    ? { status: 200 as const, body: toPrediction(ended), headers }
    : { status: 202 as const, body: toAccepted(prediction), headers }
}
