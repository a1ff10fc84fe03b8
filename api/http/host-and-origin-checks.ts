import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import type { ApiSettings } from '../settings.ts'

const ownNames = ['localhost', '127.0.0.1', '[::1]']
const KEPT = 100
const mayBeRead = 'deprecation, link, location, retry-after, x-request-id'
const mayBeSent = 'authorization, content-type, idempotency-key, last-event-id, prefer, x-request-id'

/**
 * Refuses a Host that is not ours: a page of another site whose name was made to point here (DNS rebinding) cannot
 * drive the service. Addresses cannot be made to point elsewhere: they pass where we listen on more than this machine.
 */
export function buildHostCheck({ host, allowedHosts }: ApiSettings): (header: string | undefined) => void {
  const names = new Set([...ownNames, host, ...allowedHosts].map(name => name.toLowerCase()))
  const isLocal = ownNames.includes(host) || host === '::1'
  const passed = new Set<string>()
  return header => {
    if (header !== undefined && passed.has(header)) return
    const name = (header ?? '').toLowerCase().replace(/:\d{1,5}$/, '')
    const isAddress = isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0
    if (!names.has(name) && !(isAddress && !isLocal))
      throw new Failure('forbidden-host', `the host '${name.slice(0, 100)}' is not served here`, {
        field: 'Host'
      })
    if (passed.size < KEPT) passed.add(header!)
  }
}

/** Refuses pages of other origins: no header says they may call, and none of their requests shall have an effect. */
export function buildOriginCheck({ allowedOrigins }: ApiSettings) {
  const allowed = new Set(allowedOrigins)
  return (origin: string | undefined, host: string | undefined): void => {
    if (origin === undefined || allowed.has(origin)) return
    if (isOwnOrigin(origin, host)) return
    throw new Failure('forbidden-origin', `pages of '${origin.slice(0, 100)}' may not call`, {
      field: 'Origin'
    })
  }
}

/** Whether a page of this origin came from us. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
}

/**
 * Tells browsers that pages of the configured origins may send what the contract knows and read the answers. They present a key;
 * the session of our own page is not theirs to use. True: the request was a browser's question beforehand, and is answered.
 */
export function buildCrossOriginAnswer({ allowedOrigins }: ApiSettings) {
  const allowed = new Set(allowedOrigins)
  return ({ method, headers }: FastifyRequest, reply: FastifyReply): boolean => {
    const { origin } = headers
    if (origin === undefined || !allowed.has(origin)) return false
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': mayBeRead,
      vary: 'origin'
    })
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, PUT, POST, DELETE',
        'access-control-allow-headers': mayBeSent,
        'access-control-max-age': '600'
      })
      .send()
    return true
  }
}

/** The name of a key, null where it is not known. Constant time. */
export function buildKeyFinder({ keys }: ApiSettings): (key: string) => string | null {
  const known = keys.map(({ name, secret }) => ({ name, digest: digest(secret) }))
  return key => {
    const given = digest(key)
    let found: string | null = null
    for (const { name, digest: expected } of known) if (timingSafeEqual(given, expected)) found = name
    return found
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
