import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'
import type { ApiSettings } from '../settings.ts'
import type { ReadClientAddress } from './client-address.ts'
import { buildKeyFinder, isOwnOrigin } from './host-and-origin-checks.ts'
import { buildSessions, isSame, type Session } from './sessions.ts'
import { buildWrongKeyLimit } from './wrong-keys.ts'

/** Authenticates callers by an API key, or by the session of our page. */
export interface Callers {
  /** False: no key is configured and everyone may call. */
  readonly isKeyNeeded: boolean
  /** Returns the name of the caller's key; null if no key is required. Throws Failure. */
  identify(request: FastifyRequest): string | null
  /** Returns the session of the request's cookie, without checking the origin or the CSRF token. */
  sessionOf(request: FastifyRequest): Session | null
  /** Returns a signal that aborts when the session of the request expires; null for a request with a key. */
  endOf(request: FastifyRequest): AbortSignal | null
  /** Opens a session for an API key. Throws Failure if the key is wrong. */
  signIn(request: FastifyRequest, key: string): Session
}

export function buildCallers(settings: ApiSettings, clock: Clock, addressOf: ReadClientAddress): Callers {
  const findKey = buildKeyFinder(settings)
  const countWrongKey = buildWrongKeyLimit(clock)
  const sessions = buildSessions(settings, clock)
  const isKeyNeeded = settings.keys.length > 0
  const nameOf = (request: FastifyRequest, key: string): string => {
    const keyName = findKey(key)
    if (keyName === null) throw countWrongKey(addressOf(request.raw))
    return keyName
  }
  return {
    isKeyNeeded,

    identify(request) {
      if (!isKeyNeeded) return null
      const { authorization, cookie } = request.headers
      if (authorization !== undefined) {
        const presented = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
        if (presented === undefined) throw refuse()
        return nameOf(request, presented)
      }
      const session = sessions.read(cookie)
      if (session === null) throw refuse()
      checkIsOurPage(request, session)
      return session.keyName
    },

    sessionOf: ({ headers }) => sessions.read(headers.cookie),

    endOf({ headers }) {
      const session = headers.authorization === undefined ? sessions.read(headers.cookie) : null
      return session && AbortSignal.timeout(Math.max(0, session.expiresAt - clock.now()))
    },

    signIn: (request, key) => sessions.open(nameOf(request, key))
  }
}

function refuse(): Failure {
  return new Failure('unauthorized', 'the request has no API key: send Authorization: Bearer <key>', {
    field: 'Authorization'
  })
}

/** Browsers attach the cookie to every request. A request that changes something must therefore have our origin and CSRF token. */
function checkIsOurPage({ method, headers }: FastifyRequest, { csrfToken }: Session): void {
  const { origin, host } = headers
  if (origin !== undefined && !isOwnOrigin(origin, host))
    throw new Failure(
      'forbidden-origin',
      'only the page of this service may use a session: send an API key instead',
      {
        field: 'Origin'
      }
    )
  if (method === 'GET' || method === 'HEAD') return
  if (origin === undefined)
    throw new Failure('forbidden-origin', 'Origin is missing: a request with a session must have it', {
      field: 'Origin'
    })
  const given = headers['x-csrf-token']
  if (typeof given !== 'string' || !isSame(given, csrfToken))
    throw new Failure(
      'wrong-csrf-token',
      'X-CSRF-Token is missing or wrong: send the csrfToken of GET /session',
      {
        field: 'X-CSRF-Token'
      }
    )
}
