import type { Call } from './http/call.ts'
import type { ReadClientAddress } from './http/client-address.ts'
import type { OperationId } from './http/contract.ts'
import { buildOpenLimit } from './http/open-limit.ts'
import type { ApiLimits } from './settings.ts'

/** How long a request waits for the end of its prediction. */
interface Wait {
  /** Null: the request does not wait. */
  readonly seconds: number | null
  /** Preference-Applied, if the request waits. */
  readonly headers: Readonly<Record<string, string>>
  /** Frees the place for another waiting request. */
  end(): void
}

/** Reads `Prefer: wait`. Throws Failure('too-many-requests') if the caller has too many waiting requests. */
export type BeginWait = (call: Pick<Call<OperationId>, 'request' | 'reply' | 'keyName'>) => Wait

export function buildWaits(limits: ApiLimits, addressOf: ReadClientAddress): BeginWait {
  const openWait = buildOpenLimit('requests that wait', limits.waits)
  return ({ request, reply, keyName }) => {
    const { prefer } = request.headers
    const seconds = prefer === undefined ? null : readWait(String(prefer), limits.waitSeconds)
    if (seconds === null) return { seconds, headers: {}, end: () => {} }
    const headers = { 'preference-applied': `wait=${seconds}` }
    if (seconds === 0) return { seconds, headers, end: () => {} }
    const end = openWait({ keyName, address: addressOf(request.raw) })
    reply.raw.once('close', end)
    return { seconds, headers, end }
  }
}

/** One preference of a Prefer header: its name, its value or quoted text, and its parameters, which are ignored. */
const preferencePattern =
  /\s*([!#$%&'*+.^`|~\w-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?\s*((?:;(?:[^,"]|"(?:[^"\\]|\\.)*")*)?)(?:,|$)/y

/**
 * Returns the seconds of `Prefer: wait=n` (RFC 7240), at most `maxSeconds`; `wait` without a value means `maxSeconds`, and
 * null means that the header has no `wait`. As RFC 7240 requires, other preferences are ignored and the first `wait` counts.
 */
export function readWait(header: string | undefined, maxSeconds: number): number | null {
  if (header === undefined) return null
  let at = 0
  while (at < header.length) {
    preferencePattern.lastIndex = at
    const found = preferencePattern.exec(header)
    if (!found) {
      const comma = header.indexOf(',', at)
      if (comma < 0) return null
      at = comma + 1
      continue
    }
    at = preferencePattern.lastIndex
    const [, name, quoted, plain] = found
    if (name?.toLowerCase() !== 'wait') continue
    const value = (quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '').trim()
    if (value === '') return maxSeconds
    return /^\d+$/.test(value) ? Math.min(Number(value), maxSeconds) : null
  }
  return null
}
