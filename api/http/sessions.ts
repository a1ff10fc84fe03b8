import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../ports/clock.ts'
import type { ApiSettings } from '../settings.ts'

/** The session of a page that has presented an API key. */
export interface Session {
  readonly keyName: string
  readonly expiresAt: number
  /** The value of the cookie. */
  readonly token: string
  /** The page sends it with each request that changes something; pages of other origins cannot read it. */
  readonly csrfToken: string
}

const COOKIE = 'groundswell-session'

/**
 * Builds stateless sessions. The token contains the name of its key and its expiry, signed with a secret that is derived from
 * the key. Every process with the same keys accepts it, until it expires or its key is removed.
 */
export function buildSessions({ keys, sessionSeconds }: ApiSettings, clock: Clock) {
  const signers = keys.map(({ name, secret }) => {
    // Slow on purpose, so that the secret cannot be guessed from the signature of a stolen cookie.
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
    /** Opens a new session for the key with this name. */
    open(keyName: string): Session {
      const { sign } = signers.find(({ name }) => name === keyName)!
      const expiresAt = clock.now() + sessionSeconds * 1000
      const payload = `${keyName}~${expiresAt}~${randomBytes(12).toString('base64url')}`
      return describe(`${payload}~${sign(payload)}`, keyName, expiresAt, sign)
    },

    /** Returns the session of a Cookie header; null if there is no valid session. */
    read(header: string | undefined): Session | null {
      const token = header === undefined ? null : readCookie(header)
      const [keyName, end, , signature, ...more] = token?.split('~') ?? []
      if (token === null || keyName === undefined || signature === undefined || more.length > 0) return null
      const payload = token.slice(0, -signature.length - 1)
      const expiresAt = Number(end)
      const signer = signers.find(({ name, sign }) => name === keyName && isSame(signature, sign(payload)))
      if (!signer || !(expiresAt > clock.now())) return null
      return describe(token, keyName, expiresAt, signer.sign)
    }
  }
}

/** Writes the Set-Cookie header of a session; null deletes the cookie. Scripts and other sites cannot use the cookie. */
export function writeCookie(session: Session | null, isSecure: boolean, now: number): string {
  const seconds = session === null ? 0 : Math.ceil((session.expiresAt - now) / 1000)
  const value = session?.token ?? ''
  return `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
}

/** Compares two texts in constant time. */
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
