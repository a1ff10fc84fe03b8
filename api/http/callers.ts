import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'
import type { ApiSettings } from '../settings.ts'
import type { ReadClientAddress } from './client-address.ts'
import { buildKeyFinder, isOwnOrigin } from './host-and-origin-checks.ts'
import { buildSessions, isSame, type Session } from './sessions.ts'
import { buildWrongKeyLimit } from './wrong-keys.ts'

/** Who may call, and as whom: by a key, or by the session of our page. */
export interface Callers {
  /** False: none is configured, everyone may call. */
  readonly isKeyNeeded: boolean
  /** The name of the caller's key; null where none is needed. Throws Failure. */
  identify(request: FastifyRequest): string | null
  /** The session its cookie brings, whatever the request wants. */
  sessionOf(request: FastifyRequest): Session | null
  /** Fires when the session that a request rides on expires; null of one that brings a key. */
  endOf(request: FastifyRequest): AbortSignal | null
  /** A session for whoever has this key. Throws Failure. */
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
  return new Failure('unauthorized', 'send an API key: Authorization: Bearer <key>', {
    field: 'Authorization'
  })
}

/** Browsers send the cookie by themselves: what changes something must come from our page, which alone knows the token. */
function checkIsOurPage({ method, headers }: FastifyRequest, { csrfToken }: Session): void {
  const { origin, host } = headers
  if (origin !== undefined && !isOwnOrigin(origin, host))
    throw new Failure('forbidden-origin', 'a session is for the page of this service alone', {
      field: 'Origin'
    })
  if (method === 'GET' || method === 'HEAD') return
  if (origin === undefined)
    throw new Failure('forbidden-origin', 'with a session send an Origin, as browsers do', {
      field: 'Origin'
    })
  const given = headers['x-csrf-token']
  if (typeof given !== 'string' || !isSame(given, csrfToken))
    throw new Failure('wrong-csrf-token', 'send the csrfToken of GET /session as X-CSRF-Token', {
      field: 'X-CSRF-Token'
    })
}
