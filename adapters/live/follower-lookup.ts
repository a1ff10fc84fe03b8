import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import { readRetryAfterMs } from '../../ports/retry/retry-after.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import { isDid } from './at-syntax.ts'

interface FollowerLookupOptions {
  /** URL of the AppView, such as 'https://public.api.bsky.app'. */
  readonly url: string
  /** Maximum number of requests per second. */
  readonly requestsPerSecond: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Returns numbers from 0 up to 1, for the jitter of the backoff. Default Math.random. */
  readonly random?: () => number
}

/** Looks up the follower counts of accounts in batches, and caches them for a day. */
export interface FollowerLookup {
  /**
   * Resolves with follower counts by DID, without deleted accounts and invalid DIDs. Retries with exponential backoff while
   * the service is unavailable. If the service rejects a batch, each half is requested separately, until the rejected
   * account is found; it counts as deleted.
   */
  find(dids: Iterable<string>, signal: AbortSignal): Promise<ReadonlyMap<string, number>>
}

const BATCH_SIZE = 25
const MAX_CACHED = 200_000
const CACHE_MILLISECONDS = 86_400_000
const POLICY: RetryPolicy = { firstDelayMs: 500, maxDelayMs: 60_000, maxRetryAfterMs: 600_000 }
const REQUEST_TIMEOUT_MILLISECONDS = 10_000
/** Statuses that reject the accounts of a request. All others, such as 404 and 429, concern the service. */
const rejectionStatuses = [400, 413, 414, 422]

export function buildFollowerLookup({
  url,
  requestsPerSecond,
  clock,
  log,
  metrics,
  random
}: FollowerLookupOptions): FollowerLookup {
  // Sorted by age: the first is the oldest.
  const known = new Map<string, { readonly followers: number | null; readonly at: number }>()
  let nextAt = 0
  const refused = metrics.counter(
    'groundswell_live_accounts_refused_total',
    'Accounts of the live feed whose followers cannot be looked up.',
    ['reason']
  )

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    const now = clock.monotonic()
    const turn = Math.max(now, nextAt)
    nextAt = turn + 1_000 / requestsPerSecond
    await clock.sleep(turn - now, signal)
    signal.throwIfAborted()
  }

  async function lookUp(dids: readonly string[], signal: AbortSignal): Promise<void> {
    const backoff = buildBackoff(POLICY, { clock, random })
    for (;;) {
      await waitForTurn(signal)
      const answer = await request(dids, signal)
      if (answer.ok) return remember(dids, answer.followers)
      if (answer.isRejection) return isolate(dids, answer.reason, signal)
      const wait = backoff.next(answer.retryAfterMs)
      log.warn('follower lookup failed and is retried', { reason: answer.reason, milliseconds: wait })
      await clock.sleep(wait, signal)
      signal.throwIfAborted()
    }
  }

  async function isolate(dids: readonly string[], reason: string, signal: AbortSignal): Promise<void> {
    if (dids.length === 1) {
      log.warn('account rejected by the follower lookup: its events are skipped', { reason })
      refused.add(1, { reason: 'refused' })
      return remember(dids, new Map())
    }
    const half = Math.ceil(dids.length / 2)
    await lookUp(dids.slice(0, half), signal)
    await lookUp(dids.slice(half), signal)
  }

  function remember(dids: readonly string[], followers: ReadonlyMap<string, number>): void {
    const at = clock.monotonic()
    for (const did of dids) {
      known.delete(did)
      known.set(did, { followers: followers.get(did) ?? null, at })
    }
    for (const oldest of known.keys()) {
      if (known.size <= MAX_CACHED) break
      known.delete(oldest)
    }
  }

  async function request(dids: readonly string[], signal: AbortSignal): Promise<Answer> {
    const target = new URL('/xrpc/app.bsky.actor.getProfiles', url)
    for (const did of dids) target.searchParams.append('actors', did)
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS)])
      const response = await fetch(target, { signal: limit })
      if (!response.ok) {
        await response.body?.cancel()
        return {
          ok: false,
          reason: `status ${response.status}`,
          isRejection: rejectionStatuses.includes(response.status),
          retryAfterMs: readRetryAfterMs(response.headers.get('retry-after'), clock.now())
        }
      }
      return { ok: true, followers: readProfiles(JSON.parse(await response.text())) }
    } catch (error) {
      signal.throwIfAborted()
      return { ok: false, reason: String(error), isRejection: false, retryAfterMs: null }
    }
  }

  return {
    async find(dids, signal) {
      const unique = [...new Set(dids)]
      const wanted = unique.filter(isDid)
      if (wanted.length < unique.length) refused.add(unique.length - wanted.length, { reason: 'no DID' })
      const now = clock.monotonic()
      const missing = wanted.filter(
        did => now - (known.get(did)?.at ?? Number.NEGATIVE_INFINITY) > CACHE_MILLISECONDS
      )
      for (let start = 0; start < missing.length; start += BATCH_SIZE)
        await lookUp(missing.slice(start, start + BATCH_SIZE), signal)
      const found = new Map<string, number>()
      for (const did of wanted) {
        const followers = known.get(did)?.followers ?? null
        if (followers !== null) found.set(did, followers)
      }
      return found
    }
  }
}

type Answer =
  | { readonly ok: true; readonly followers: ReadonlyMap<string, number> }
  | {
      readonly ok: false
      readonly reason: string
      /** The service rejected an account of the request: a retry would fail too. */
      readonly isRejection: boolean
      readonly retryAfterMs: number | null
    }

interface Profiles {
  readonly profiles?: readonly { readonly did?: unknown; readonly followersCount?: unknown }[]
}

function readProfiles(body: Profiles | null): ReadonlyMap<string, number> {
  const { profiles = [] } = body ?? {}
  const followers = new Map<string, number>()
  for (const { did, followersCount } of profiles) {
    if (typeof did !== 'string' || typeof followersCount !== 'number') continue
    if (Number.isSafeInteger(followersCount) && followersCount >= 0) followers.set(did, followersCount)
  }
  return followers
}
