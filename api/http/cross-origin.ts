import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiSettings } from '../settings.ts'

const mayBeRead = 'deprecation, link, location, retry-after, x-request-id'
const mayBeSent = 'authorization, content-type, idempotency-key, last-event-id, prefer, x-request-id'

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
