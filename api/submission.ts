import { createHash } from 'node:crypto'
import { Failure } from '../ports/errors.ts'
import { invalidField } from '../ports/invalid-field.ts'
import type { Prediction, Submission } from '../stores/predictions.ts'
import type { ApiDependencies } from './dependencies.ts'
import type { Call, JsonBody } from './http/call.ts'
import { writeCanonicalJson } from './http/canonical-json.ts'
import type { OperationId } from './http/contract.ts'
import type { BeginWait } from './waits.ts'

/** An input that its predictor's schema allows, and the request that brought it. */
export interface SubmitRequest extends Pick<Submission, 'predictor' | 'subject' | 'slice' | 'input'> {
  readonly operation: OperationId
  /** The body: it holds the options, and with an Idempotency-Key the same value is the same prediction. */
  readonly json: JsonBody
  /** What distinguishes several predictions of one Idempotency-Key: the line of a batch, what is replayed or asked. */
  readonly line?: number
  readonly target?: string
}

export type SubmitCall = Pick<Call<OperationId>, 'request' | 'reply' | 'keyName' | 'signal' | 'requestId'>

/** What became of a submission: stored, and with `Prefer: wait` perhaps ended. */
export interface Submitted {
  readonly prediction: Pick<Prediction, 'id' | 'predictor' | 'subject' | 'state'>
  /** The prediction, where it ended while the request waited. */
  readonly ended: Prediction | null
  /** Location, and Preference-Applied where there was one. */
  readonly headers: Readonly<Record<string, string>>
}

export type Submit = (asked: SubmitRequest, call: SubmitCall) => Promise<Submitted>

/**
 * Checks the options, stores the prediction, and waits for its end where the caller prefers to. Throws
 * Failure('unknown-version' | 'damaged-version' | 'invalid-field') and what Predictions.accept throws.
 */
export function buildSubmit(dependencies: ApiDependencies, beginWait: BeginWait): Submit {
  const { predictions, metrics } = dependencies
  const accepted = metrics.counter(
    'groundswell_predictions_accepted_total',
    'Predictions stored and promised an end, by predictor.',
    ['predictor']
  )
  return async (asked, call) => {
    const { predictor, subject, slice, input, json } = asked
    const options = await readSubmitOptions(dependencies, predictor, json.value as SubmitOptions)
    const { requestId } = call
    const idempotency = readIdempotency(asked, call)
    const wait = beginWait(call)
    try {
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
      const ended = wait.seconds !== null && known?.finishedAt != null ? known : null
      return { prediction: known ?? queued, ended, headers }
    } finally {
      wait.end()
    }
  }
}

interface SubmitOptions {
  readonly model?: number
  readonly deadline?: string
  readonly callback?: string
}

/** The version exists, the deadline lies ahead, the callback may be called. Throws as `Submit` does. */
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
    throw invalidField('/deadline', `must lie ahead (got ${deadline})`)
  if (model !== undefined) await checkVersion(dependencies, predictor, model)
  return {
    pinnedVersion: model ?? null,
    callback: callback ?? null,
    ...(deadlineAt === undefined ? {} : { deadlineAt })
  }
}

/** Throws Failure('unknown-version' | 'damaged-version') for one that cannot forecast (any more). */
export async function checkVersion(
  { modelVersions }: Pick<ApiDependencies, 'modelVersions'>,
  predictor: string,
  version: number
): Promise<void> {
  const { isCollected } = await modelVersions.summary(predictor, version)
  if (isCollected)
    throw new Failure('unknown-version', `the artefact of version ${version} was collected`, {
      field: '/model'
    })
}

/** The operation and the caller are part of the key. */
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
