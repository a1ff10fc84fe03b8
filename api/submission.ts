import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { Failure } from '../ports/errors.ts'
import type { Submission } from '../stores/predictions.ts'
import type { Call, JsonBody, OperationId } from './http/call.ts'
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
  if (callback !== undefined) checkCallback(callback, world.settings.allowPrivateCallbacks)
  const deadlineAt = deadline === undefined ? undefined : Date.parse(deadline)
  if (deadlineAt !== undefined && !(deadlineAt > world.clock.now()))
    throw new Failure('invalid-field', '/deadline must lie ahead', { field: '/deadline' })
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

/** The rest is checked where the address is known: when the webhook is sent. */
function checkCallback(callback: string, allowPrivate: boolean): void {
  const refuse = (reason: string) =>
    new Failure('invalid-field', `/callback ${reason}`, { field: '/callback' })
  if (!URL.canParse(callback)) throw refuse('must be an absolute URL')
  const { protocol, hostname, username, password } = new URL(callback)
  if (protocol !== 'https:' && protocol !== 'http:') throw refuse('must begin with https:// or http://')
  if (username !== '' || password !== '') throw refuse('must not carry a name or a password')
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  if (!allowPrivate && (hostname === 'localhost' || hostname.endsWith('.localhost') || isPrivate(address)))
    throw refuse('must not be a private address')
}

function isPrivate(address: string): boolean {
  if (isIP(address) === 4)
    return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      address
    )
  return isIP(address) === 6 && /^(::|::1|f[cd].*|fe[89ab].*|::ffff:.*)$/i.test(address)
}

/** The same key with the same body is the same prediction: the route and who asks are part of the key. */
export function readIdempotency(
  operation: OperationId,
  { request, keyName }: Pick<Call<OperationId>, 'request' | 'keyName'>,
  json: JsonBody,
  target = ''
): Pick<Submission, 'idempotency'> {
  const key = request.headers['idempotency-key']
  if (key === undefined) return {}
  return {
    idempotency: {
      key: `${operation}:${keyName ?? ''}:${key}`,
      bodyHash: createHash('sha256').update(target).update('\n').update(json.bytes).digest('hex')
    }
  }
}
