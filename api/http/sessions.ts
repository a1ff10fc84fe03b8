import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import type { ApiSettings } from '../settings.ts'

/** A page that has shown a key, for as long as its cookie is good. */
export interface Session {
  readonly keyName: string
  readonly expiresAt: number
  /** What its cookie holds. */
  readonly token: string
  /** What its page sends with whatever changes something: another page cannot read it. */
  readonly csrfToken: string
}

const COOKIE = 'groundswell-session'

/**
 * Sessions without state: the token names its key and its end, signed with what is derived from the key's secret. Any
 * process with the same keys knows it; it ends with its time, or with its key.
 */
export function buildSessions({ keys, sessionSeconds }: ApiSettings, clock: Clock) {
  const signers = keys.map(({ name, secret }) => {
    // Slow on purpose: whoever steals a cookie shall not guess the secret from its signature.
    let derived: Buffer | undefined
    const sign = (text: string): string => {
      derived ??= scryptSync(secret, 'groundswell session', 32)
      return createHmac('sha256', derived).update(text).digest('base64url')
    }
    return { name, sign }
  })

  function describe(token: string, keyName: string, expiresAt: number, sign: (text: string) => string) {
    return { keyName, expiresAt, token, csrfToken: sign(`csrf ${token}`) }
  }

  return {
    /** A new one of the key named. */
    open(keyName: string): Session {
      const { sign } = signers.find(({ name }) => name === keyName)!
      const expiresAt = clock.now() + sessionSeconds * 1000
      const payload = `${keyName}~${expiresAt}~${randomBytes(12).toString('base64url')}`
      return describe(`${payload}~${sign(payload)}`, keyName, expiresAt, sign)
    },

    /** The session of a Cookie header; null where there is none, or none that is good any more. */
    read(header: string | undefined): Session | null {
      const token = header === undefined ? null : readCookie(header)
      const parts = token?.split('~') ?? []
      if (token === null || parts.length !== 4) return null
      const [keyName, end, , signature] = parts as [string, string, string, string]
      const payload = token.slice(0, -signature.length - 1)
      const expiresAt = Number(end)
      const signer = signers.find(({ name, sign }) => name === keyName && isSame(signature, sign(payload)))
      if (!signer || !(expiresAt > clock.now())) return null
      return describe(token, keyName, expiresAt, signer.sign)
    }
  }
}

/** The Set-Cookie of a session; of null, the one that ends it. No script sees it and no other site sends it. */
export function writeCookie(session: Session | null, isSecure: boolean, now: number): string {
  const seconds = session === null ? 0 : Math.ceil((session.expiresAt - now) / 1000)
  const value = session?.token ?? ''
  return `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}

/** In constant time. */
export function isSame(given: string, expected: string): boolean {
  const [first, second] = [Buffer.from(given), Buffer.from(expected)]
  return first.length === second.length && timingSafeEqual(first, second)
}

function readCookie(header: string): string | null {
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=', 2)
    if (name === COOKIE && value) return value
  }
  return null
}
