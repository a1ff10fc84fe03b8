import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Component } from '../../ports/health.ts'
import type { LiveFeed } from '../../ports/live-feed.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import { toError } from '../../ports/to-error.ts'
import type { Leases } from '../../stores/leases.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'
import type { StreamWriter } from './stream-writer.ts'

interface LiveFeedParts {
  readonly live: LiveFeed
  readonly component: Component | undefined
  readonly streamWriter: StreamWriter
  readonly database: Database
  readonly checkpoints: Checkpoints
  readonly leases: Leases
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly owner: string
}

const LEASE_SECONDS = 15
const RENEW_MILLISECONDS = 5_000
const LOOK_MILLISECONDS = 5_000
const FEED_RETRY: RetryPolicy = { firstDelayMs: 5_000, maxDelayMs: 60_000 }

/**
 * Appends a live feed to the stream, in one process at a time, and resumes at the stored place. It stores a place after
 * the events before it are durable; duplicates are dropped by their ids. Resolves when `signal` is aborted.
 */
export async function runLiveFeed(parts: LiveFeedParts, signal: AbortSignal): Promise<void> {
  const { live, component, leases, clock, log, owner } = parts
  const lease = `live.${live.name}`
  const backoff = buildBackoff(FEED_RETRY, { clock })
  while (!signal.aborted) {
    try {
      if (await leases.take(lease, owner, LEASE_SECONDS)) await feed(parts, lease, signal, backoff.reset)
      await clock.sleep(LOOK_MILLISECONDS, signal)
    } catch (cause) {
      if (signal.aborted) break
      log.warn('the live feed was interrupted; retrying', { feed: live.name, cause })
      component?.reportProblem({ state: 'failed', cause: toError(cause).message })
      await backoff.wait(signal)
    }
  }
  await leases.drop(lease, owner).catch(cause => log.warn('a lease could not be released', { lease, cause }))
}

/** Ends when the lease is lost. */
async function feed(
  parts: LiveFeedParts,
  lease: string,
  closing: AbortSignal,
  onProgress: () => void
): Promise<void> {
  const { live, component, streamWriter, database, checkpoints, leases, clock, log, metrics, owner } = parts
  const gaps = metrics.counter('groundswell_live_feed_gaps_total', 'Times a live feed lost events.', [
    'feed',
    'reason'
  ])
  const lost = new AbortController()
  const signal = AbortSignal.any([closing, lost.signal])
  const renewing = (async () => {
    while (!signal.aborted) {
      await clock.sleep(RENEW_MILLISECONDS, signal)
      const isOurs = signal.aborted || (await leases.take(lease, owner, LEASE_SECONDS).catch(() => true))
      if (!isOurs) lost.abort(new Error('another process has taken the lease of the live feed'))
    }
  })()
  try {
    const place = { group: 'source', topic: lease, partition: 0 }
    const begun = await checkpoints.take(place, owner)
    let position = begun?.position ?? 0
    log.info('live feed started', { feed: live.name, place: begun?.state ?? null })
    component?.noteWork()
    for await (const batch of live.read(begun?.state ?? null, signal)) {
      if (batch.gap !== null) {
        log.warn('the live feed has lost events', { feed: live.name, ...batch.gap })
        gaps.add(1, { feed: live.name, reason: batch.gap.reason })
      }
      await streamWriter.send(
        batch.events,
        { source: live.name, time: batch.watermark, isLast: false },
        signal
      )
      component?.clearProblem()
      component?.noteProgress()
      const from = position++
      await database.write(transaction =>
        checkpoints.advance(transaction, place, owner, from, { position, state: batch.place })
      )
      onProgress()
    }
  } finally {
    component?.noteIdle()
    lost.abort()
    await renewing
  }
}
