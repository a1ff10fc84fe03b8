import { buildClient } from '../client/client.ts'
import { askKey } from './ask-key.ts'

/** For the session alone: a person waits for it, and is told. */
const { session: sessions } = buildClient({ url: '', attempts: 1 })

type Session = Awaited<ReturnType<typeof sessions.get>>

let known: Promise<Session> | null = null
let asking: Promise<void> | null = null

/** What the service knows of this page; asked once, and again after a change. */
export function readSession(): Promise<Session> {
  known ??= sessions.get().catch(error => {
    known = null
    throw error
  })
  return known
}

/** fetch, within the session: asks for a key where one is needed, and says with each change that this page means it. */
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
    // Another tab has signed in anew: its token is ours, too.
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
