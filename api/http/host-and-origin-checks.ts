import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'
import type { ApiSettings } from '../settings.ts'

const ownNames = ['localhost', '127.0.0.1', '[::1]']
const MAX_CACHED_HOSTS = 100
const exposedHeaders = 'deprecation, link, location, retry-after, x-request-id'
const allowedHeaders = 'authorization, content-type, idempotency-key, last-event-id, prefer, x-request-id'

/**
 * Builds the check against DNS rebinding, in which another site makes its own name point to this service. It rejects a Host
 * that is not one of our names. IP addresses cannot be rebound: they pass if the service listens beyond this machine.
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
      throw new Failure(
        'forbidden-host',
        `the host '${name.slice(0, 100)}' is not allowed: add it to GROUNDSWELL_ALLOWED_HOSTS`,
        {
          field: 'Host'
        }
      )
    if (header !== undefined && passed.size < MAX_CACHED_HOSTS) passed.add(header)
  }
}

/** Builds the check that rejects requests from pages of other origins, before they have an effect. */
export function buildOriginCheck({ allowedOrigins }: ApiSettings) {
  const allowed = new Set(allowedOrigins)
  return (origin: string | undefined, host: string | undefined): void => {
    if (origin === undefined || allowed.has(origin)) return
    if (isOwnOrigin(origin, host)) return
    throw new Failure(
      'forbidden-origin',
      `pages of '${origin.slice(0, 100)}' are not allowed: add the origin to GROUNDSWELL_ALLOWED_ORIGINS`,
      {
        field: 'Origin'
      }
    )
  }
}

/** Returns whether this service sent the page of this origin. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
}

/**
 * Sets the CORS headers for pages of the allowed origins. These pages need a key, because only our own page may use a session.
 * Returns true if the request was a preflight request, which is then answered.
 */
export function buildCrossOriginAnswer({ allowedOrigins }: ApiSettings) {
  const allowed = new Set(allowedOrigins)
  return ({ method, headers }: FastifyRequest, reply: FastifyReply): boolean => {
    const { origin } = headers
    if (origin === undefined || !allowed.has(origin)) return false
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposedHeaders,
      vary: 'origin'
    })
    if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, PUT, POST, DELETE',
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': '600'
      })
      .send()
    return true
  }
}

/** Returns the name of a key, or null if the key is unknown. Takes constant time. */
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
