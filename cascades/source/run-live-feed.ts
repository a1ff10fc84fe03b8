import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Component } from '../../ports/health.ts'
import type { LiveFeed } from '../../ports/live-feed.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
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
 * Puts a live feed on the stream, in one process at a time, from where the last one left it. The place is noted after its
 * events are durable: what comes twice is dropped by its ids. Resolves when `signal` is aborted.
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
      log.warn('the live feed was interrupted and will be resumed', { feed: live.name, cause })
      component?.reportProblem({ state: 'failed', cause: (cause as Error).message })
      await backoff.wait(signal)
    }
  }
  await leases.drop(lease, owner).catch(cause => log.warn('a lease was not dropped', { lease, cause }))
}

/** Ends when the lease is lost. */
async function feed(
  parts: LiveFeedParts,
  lease: string,
  closing: AbortSignal,
  onProgress: () => void
): Promise<void> {
  const { live, component, streamWriter, database, checkpoints, leases, clock, log, metrics, owner } = parts
  const gaps = metrics.counter('groundswell_live_feed_gaps_total', 'Times a live feed had lost events.', [
    'feed',
    'reason'
  ])
  const lost = new AbortController()
  const signal = AbortSignal.any([closing, lost.signal])
  const renewing = (async () => {
    while (!signal.aborted) {
      await clock.sleep(RENEW_MILLISECONDS, signal)
      const isOurs = signal.aborted || (await leases.take(lease, owner, LEASE_SECONDS).catch(() => true))
      if (!isOurs) lost.abort(new Error('another process feeds by now'))
    }
  })()
  try {
    const place = { group: 'source', topic: lease, partition: 0 }
    const begun = await checkpoints.take(place, owner)
    let position = begun?.position ?? 0
    log.info('live feed taken up', { feed: live.name, place: begun?.state ?? null })
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
