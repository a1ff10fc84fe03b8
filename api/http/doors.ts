import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { Failure } from '../../ports/errors.ts'
import type { ApiSettings } from '../settings.ts'

const ownNames = ['localhost', '127.0.0.1', '[::1]']
const KEPT = 100

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
