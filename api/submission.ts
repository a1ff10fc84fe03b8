import { createHash } from 'node:crypto'
import type { components } from '../ports/contract/generated/types.ts'
import { Failure } from '../ports/errors.ts'
import { invalidField } from '../ports/invalid-field.ts'
import type { Prediction, Submission } from '../stores/predictions.ts'
import type { ApiDependencies } from './dependencies.ts'
import type { Call, JsonBody } from './http/call.ts'
import { writeCanonicalJson } from './http/canonical-json.ts'
import type { OperationId } from './http/contract.ts'
import { buildProbability } from './probability.ts'
import type { BeginWait } from './waits.ts'

/** A checked input and the request that contains it. */
export interface SubmitRequest extends Pick<Submission, 'predictor' | 'subject' | 'slice' | 'input'> {
  readonly operation: OperationId
  /** The body with the submit options. Its value is part of the idempotency check. */
  readonly json: JsonBody<SubmitOptions>
  /** The parameter `exceeds`. */
  readonly exceeds?: number | undefined
  /** `line` and `target` distinguish the predictions of one Idempotency-Key: the line of a batch, and what is replayed or asked. */
  readonly line?: number
  readonly target?: string
}

export type SubmitCall = Pick<Call<OperationId>, 'request' | 'reply' | 'keyName' | 'signal' | 'requestId'>

/** A stored submission, which may have ended already with `Prefer: wait`. */
export interface Submitted {
  readonly prediction: Pick<Prediction, 'id' | 'predictor' | 'subject' | 'state'>
  /** The prediction, if it ended while the request waited. */
  readonly ended: components['schemas']['Prediction'] | null
  /** Location, and Preference-Applied if the request has a preference. */
  readonly headers: Readonly<Record<string, string>>
}

export type Submit = (asked: SubmitRequest, call: SubmitCall) => Promise<Submitted>

/**
 * Checks the options, stores the prediction, and waits for its end if the caller asks for it. Throws
 * Failure('unknown-version' | 'damaged-version' | 'invalid-field' | 'invalid-query') and the errors of Predictions.accept.
 */
export function buildSubmit(dependencies: ApiDependencies, beginWait: BeginWait): Submit {
  const { predictions, metrics } = dependencies
  const { requireQuantiles, represent } = buildProbability(dependencies)
  const accepted = metrics.counter(
    'groundswell_predictions_accepted_total',
    'Accepted predictions, by predictor.',
    ['predictor']
  )
  return async (asked, call) => {
    const { predictor, subject, slice, input, json, exceeds } = asked
    if (exceeds !== undefined) requireQuantiles(predictor, exceeds)
    const options = await readSubmitOptions(dependencies, predictor, json.value)
    const { requestId } = call
    const idempotency = readIdempotency(asked, call)
    const wait = beginWait(call)
    try {
      if (exceeds !== undefined && wait.seconds === null) throw refuseWithoutWait()
      const { id, isReplay } = await predictions.accept({
        ...{ predictor, subject, slice, input, requestId },
        ...options,
        ...idempotency
      })
      if (!isReplay) accepted.add(1, { predictor })
      const headers = { location: `/predictions/${id}`, ...wait.headers }
      const queued = { id, predictor, subject, state: 'queued' as const }
      if (wait.seconds === null && !isReplay) return { prediction: queued, ended: null, headers }
      const known = wait.seconds
        ? await predictions.waitForEnd(id, wait.seconds * 1000, call.signal)
        : await predictions.get(id)
      const ended = wait.seconds !== null && known?.finishedAt != null ? represent(known, exceeds) : null
      return { prediction: known ?? queued, ended, headers }
    } finally {
      wait.end()
    }
  }
}

function refuseWithoutWait(): Failure {
  return new Failure(
    'invalid-query',
    'exceeds needs the header Prefer: wait=n, because only a prediction has it: send the header, or omit exceeds and ' +
      'read GET /predictions/{predictionId}?exceeds=',
    { field: 'exceeds' }
  )
}

interface SubmitOptions {
  readonly model?: number
  readonly deadline?: string
  readonly callback?: string
}

/** Checks that the version exists, the deadline is in the future and the callback is allowed. Throws the errors of `buildSubmit`. */
export async function readSubmitOptions(
  dependencies: ApiDependencies,
  predictor: string,
  options: SubmitOptions
) {
  const { model, deadline, callback } = options
  const refused = callback === undefined ? null : dependencies.webhookSender.refuse(callback)
  if (refused !== null) throw invalidField('/callback', `cannot be called: ${refused}`)
  const deadlineAt = deadline === undefined ? undefined : Date.parse(deadline)
  if (deadlineAt !== undefined && !(deadlineAt > dependencies.clock.now()))
    throw invalidField('/deadline', `must be in the future (got ${deadline})`)
  if (model !== undefined) await checkVersion(dependencies, predictor, model)
  return {
    pinnedVersion: model ?? null,
    callback: callback ?? null,
    ...(deadlineAt === undefined ? {} : { deadlineAt })
  }
}

/** Throws Failure('unknown-version' | 'damaged-version') if the version cannot predict. */
export async function checkVersion(
  { modelVersions }: Pick<ApiDependencies, 'modelVersions'>,
  predictor: string,
  version: number
): Promise<void> {
  const { isCollected } = await modelVersions.summary(predictor, version)
  if (isCollected)
    throw new Failure(
      'unknown-version',
      `the artefact of version ${version} was garbage-collected: use another version`,
      {
        field: '/model'
      }
    )
}

/** The stored key contains the operation and the caller. */
function readIdempotency(
  { operation, json, line, target = '' }: SubmitRequest,
  { request, keyName }: SubmitCall
): Pick<Submission, 'idempotency'> {
  const given = request.headers['idempotency-key']
  if (given === undefined) return {}
  const key = line === undefined ? given : `${given}:${line}`
  const hash = createHash('sha256').update(target).update('\n').update(writeCanonicalJson(json.value))
  return { idempotency: { key: `${operation}:${keyName ?? ''}:${key}`, bodyHash: hash.digest('hex') } }
}
