import type { FastifyRequest } from 'fastify'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import type { Callers } from '../http/callers.ts'
import { type Session, writeCookie } from '../http/sessions.ts'

type SessionHandlers = Pick<Handlers, 'getSession' | 'startSession' | 'endSession'>

export function buildSessionHandlers({ clock }: ApiDependencies, callers: Callers): SessionHandlers {
  const { isKeyNeeded } = callers
  const represent = (session: Session | null) => ({
    isKeyNeeded,
    keyName: session?.keyName ?? null,
    csrfToken: session?.csrfToken ?? null,
    expiresAt: session && new Date(session.expiresAt).toISOString()
  })
  const cookieOf = (request: FastifyRequest, session: Session | null) => ({
    'set-cookie': writeCookie(session, isEncrypted(request), clock.now()),
    'cache-control': 'no-store'
  })
  return {
    async getSession({ request }) {
      const body = represent(callers.sessionOf(request))
      return { status: 200, body, headers: { 'cache-control': 'no-store' } }
    },

    async startSession({ request, body }) {
      if (!isKeyNeeded) return { status: 200, body: represent(null) }
      const session = callers.signIn(request, body.key)
      return { status: 200, body: represent(session), headers: cookieOf(request, session) }
    },

    async endSession({ request }) {
      return { status: 200, body: represent(null), headers: cookieOf(request, null) }
    }
  }
}

/** Checks the Origin too: behind a proxy that terminates TLS, the connection itself is not encrypted. */
function isEncrypted({ protocol, headers }: FastifyRequest): boolean {
  return protocol === 'https' || (headers.origin?.startsWith('https://') ?? false)
}
