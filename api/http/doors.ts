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
    if (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()) return
    throw new Failure('forbidden-origin', `pages of '${origin.slice(0, 100)}' may not call`, {
      field: 'Origin'
    })
  }
}

/** The name of the key presented, null where none is configured. Throws Failure('unauthorized'). Constant time. */
export function buildKeyCheck({ keys }: ApiSettings): (authorization: string | undefined) => string | null {
  const known = keys.map(({ name, secret }) => ({ name, digest: digest(secret) }))
  return authorization => {
    if (known.length === 0) return null
    const presented = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
    if (presented === undefined)
      throw new Failure('unauthorized', 'send an API key: Authorization: Bearer <key>', {
        field: 'Authorization'
      })
    const given = digest(presented)
    let found: string | null = null
    for (const { name, digest: expected } of known) if (timingSafeEqual(given, expected)) found = name
    if (found === null)
      throw new Failure('unauthorized', 'the API key is not known', { field: 'Authorization' })
    return found
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
