import { buildClient } from '../client/client.ts'
import { askKey } from './ask-key.ts'

/** Reads and starts sessions. Only one attempt, because a user is waiting. */
const { session: sessions } = buildClient({ url: '', attempts: 1 })

type Session = Awaited<ReturnType<typeof sessions.get>>

let known: Promise<Session> | null = null
let asking: Promise<void> | null = null

/** Reads the session of this page once, and again after a change. */
export function readSession(): Promise<Session> {
  known ??= sessions.get().catch(error => {
    known = null
    throw error
  })
  return known
}

/** Calls fetch within the session: asks for a key if one is required, and adds the CSRF token to each change. */
export async function fetchInSession(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  for (let isSecond = false; ; ) {
    const headers = new Headers(init.headers)
    if (init.method !== undefined && init.method !== 'GET') {
      const { csrfToken } = await readSession()
      if (csrfToken !== null) headers.set('x-csrf-token', csrfToken)
    }
    const response = await fetch(input, { ...init, headers })
    if (response.status === 401) {
      await signIn()
      continue
    }
    // Another tab may have started a new session: read its token and try again.
    if (response.status !== 403 || isSecond) return response
    known = null
    isSecond = true
  }
}

function signIn(): Promise<void> {
  asking ??= askKey(async key => {
    known = Promise.resolve(await sessions.start({ key }))
  })
    .then(() => dispatchEvent(new Event('signed-in')))
    .then(() => {})
    .finally(() => {
      asking = null
    })
  return asking
}
