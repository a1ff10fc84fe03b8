import { createHash } from 'node:crypto'
import { Failure } from '../ports/errors.ts'
import { invalidField } from '../ports/invalid-field.ts'
import type { Submission } from '../stores/predictions.ts'
import type { Call, JsonBody } from './http/call.ts'
import { writeCanonicalJson } from './http/canonical-json.ts'
import type { OperationId } from './http/contract.ts'
import type { ApiWorld } from './world.ts'

interface Wishes {
  readonly model?: number
  readonly deadline?: string
  readonly callback?: string
}

/**
 * What every submission may ask for, checked: the version exists, the deadline lies ahead, the callback may be called.
 * Throws Failure('unknown-version' | 'damaged-version' | 'invalid-field').
 */
export async function readWishes(world: ApiWorld, predictor: string, wishes: Wishes) {
  const { model, deadline, callback } = wishes
  const refused = callback === undefined ? null : world.webhookSender.refuse(callback)
  if (refused !== null) throw invalidField('/callback', `cannot be called: ${refused}`)
  const deadlineAt = deadline === undefined ? undefined : Date.parse(deadline)
  if (deadlineAt !== undefined && !(deadlineAt > world.clock.now()))
    throw invalidField('/deadline', `must lie ahead (got ${deadline})`)
  if (model !== undefined) await checkVersion(world, predictor, model)
  return {
    pinnedVersion: model ?? null,
    callback: callback ?? null,
    ...(deadlineAt === undefined ? {} : { deadlineAt })
  }
}

/** Throws Failure('unknown-version' | 'damaged-version') for one that cannot forecast (any more). */
export async function checkVersion(
  { modelVersions }: Pick<ApiWorld, 'modelVersions'>,
  predictor: string,
  version: number
): Promise<void> {
  const { isCollected } = await modelVersions.summary(predictor, version)
  if (isCollected)
    throw new Failure('unknown-version', `the artefact of version ${version} was collected`, {
      field: '/model'
    })
}

/**
 * The same key with the same JSON value is the same prediction. The operation and the caller are part of the key, and
 * so is what distinguishes several predictions of one key: the line of a batch, the prediction that is replayed.
 */
export function readIdempotency(
  operation: OperationId,
  { request, keyName }: Pick<Call<OperationId>, 'request' | 'keyName'>,
  { value }: JsonBody,
  part: Partial<{ readonly line: number; readonly target: string }> = {}
): Pick<Submission, 'idempotency'> {
  const given = request.headers['idempotency-key']
  if (given === undefined) return {}
  const { line, target = '' } = part
  const key = line === undefined ? given : `${given}:${line}`
  const hash = createHash('sha256').update(target).update('\n').update(writeCanonicalJson(value))
  return { idempotency: { key: `${operation}:${keyName ?? ''}:${key}`, bodyHash: hash.digest('hex') } }
}
