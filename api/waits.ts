import type { Call } from './http/call.ts'
import type { ReadClientAddress } from './http/client-address.ts'
import type { OperationId } from './http/contract.ts'
import { buildOpenLimit } from './http/open-limit.ts'
import { readWait } from './http/prefer.ts'
import type { ApiLimits } from './settings.ts'

/** What a request waits for the end of its prediction. */
export interface Wait {
  /** Null: it does not want to wait. */
  readonly seconds: number | null
  /** Preference-Applied, where it waits. */
  readonly headers: Readonly<Record<string, string>>
  /** Makes room for the next one. */
  end(): void
}

/** Reads `Prefer: wait`. Throws Failure('too-many-requests') where the caller waits too often already. */
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
