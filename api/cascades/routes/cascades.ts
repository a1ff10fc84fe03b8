import { Readable } from 'node:stream'
import { Failure } from '../../../ports/errors.ts'
import { buildBatch } from '../../batch.ts'
import type { ApiDependencies } from '../../dependencies.ts'
import { requireStreamedBody } from '../../http/body-bytes.ts'
import type { Call, Handlers, JsonBody } from '../../http/call.ts'
import type { OperationId } from '../../http/contract.ts'
import { type BodyCheck, buildJsonCheck } from '../../http/validate.ts'
import { DEFAULT_PREDICTOR, findPredictor } from '../../predictors.ts'
import type { RefusalNames, ReportOutcome } from '../../report-outcome.ts'
import { toAccepted, toOutcome } from '../../represent.ts'
import type { Submit, SubmitCall } from '../../submission.ts'
import { readCascadeInput } from '../cascade-input.ts'
import { readTableBody, refuseTableParameters } from '../table-body.ts'

type CascadeHandlers = Pick<
  Handlers,
  'submitCascade' | 'submitCascadeBatch' | 'deleteCascade' | 'putCascadeOutcome' | 'getCascadeOutcome'
>

type Submission = NonNullable<Call<'submitCascade'>['body']>

const refusalNames: RefusalNames = {
  outcome: '',
  subject: 'cascadeId',
  contradiction: 'outcome-too-small'
}

/** Builds the handlers of /cascades, the routes of the predictor cascade-size. */
export function buildCascadeHandlers(
  dependencies: ApiDependencies,
  submit: Submit,
  report: ReportOutcome
): CascadeHandlers {
  const { predictions, cascades, outcomes, settings } = dependencies
  const predictor = findPredictor(dependencies)

  async function accept(
    json: JsonBody<Submission>,
    call: SubmitCall,
    source: { readonly operation: OperationId; readonly line?: number; readonly exceeds?: number | undefined }
  ) {
    const { id: subject = null, events } = json.value
    const { input, ...observed } = readCascadeInput(json, settings.limits.events)
    const submitted = await submit(
      {
        predictor: DEFAULT_PREDICTOR,
        subject,
        slice: predictor.slice({ events, windowSeconds: observed.windowSeconds }),
        input,
        json,
        ...source
      },
      call
    )
    return { ...submitted, accepted: { ...toAccepted(submitted.prediction), ...observed } }
  }

  /** Returns the body as JSON; for a table, with notes on how it was read. */
  async function readSubmission(call: Call<'submitCascade'>) {
    if (call.json !== null) {
      refuseTableParameters(call.query)
      return { json: call.json, notes: {} }
    }
    const { json, notes } = await readTableBody(call.request, call.query, settings.limits)
    checkSubmission(json)
    return { json, notes: { notes: [...notes] } }
  }

  const checkSubmission: BodyCheck<Submission> = buildJsonCheck('submitCascade')
  const batch = buildBatch(settings.limits, checkSubmission)

  return {
    async submitCascade(call) {
      const { json, notes } = await readSubmission(call)
      const { exceeds } = call.query
      const { ended, accepted, headers } = await accept(json, call, { operation: 'submitCascade', exceeds })
      if (ended) return { status: 200, body: { ...ended, ...notes }, headers }
      return { status: 202, body: { ...accepted, ...notes }, headers }
    },

    async submitCascadeBatch({ request, reply, requestId, keyName, signal }) {
      const answers = batch(requireStreamedBody(request.body), requestId, async (json, line) => {
        const call = { request, reply, requestId, keyName, signal }
        const { accepted } = await accept(json, call, { operation: 'submitCascadeBatch', line })
        return accepted
      })
      return { status: 200, type: 'application/x-ndjson', raw: Readable.from(answers, { objectMode: false }) }
    },

    async deleteCascade({ path: { cascadeId } }) {
      // Comes first, so that the stream adds no further predictions.
      await cascades.forget(cascadeId)
      const count = await predictions.deleteSubject(DEFAULT_PREDICTOR, cascadeId)
      return { status: 200, body: { cascadeId, predictions: count } }
    },

    async putCascadeOutcome({ path: { cascadeId }, body: { finalSize, ...reported } }) {
      const of = { predictor, subject: cascadeId, outcomeId: '' }
      const outcome = await report(of, { ...reported, outcome: { finalSize } }, refusalNames)
      return { status: 200, body: toOutcome(outcome) }
    },

    async getCascadeOutcome({ path: { cascadeId } }) {
      const outcome = await outcomes.get(DEFAULT_PREDICTOR, cascadeId)
      if (!outcome)
        throw new Failure('not-found', `there is no outcome of '${cascadeId}'`, { field: 'cascadeId' })
      return { status: 200, body: toOutcome(outcome) }
    }
  }
}
