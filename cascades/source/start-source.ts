import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/database.ts'
import type { Component } from '../../ports/health.ts'
import type { LiveFeed } from '../../ports/live-feed.ts'
import type { Log } from '../../ports/log.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { EventStream } from '../../ports/stream.ts'
import { toError } from '../../ports/to-error.ts'
import type { Leases } from '../../stores/leases.ts'
import type { Checkpoints } from '../rows/checkpoints.ts'
import { readCollected } from '../rows/collected.ts'
import type { Replay, Replays } from '../rows/replays.ts'
import { InputError } from './input-error.ts'
import { LEASE_SECONDS, ReplayTaken } from './replay-tracker.ts'
import { runLiveFeed } from './run-live-feed.ts'
import { runReplay } from './run-replay.ts'
import { buildStreamWriter, type StreamWriter } from './stream-writer.ts'

interface SourceParts {
  readonly stream: EventStream
  readonly database: Database
  readonly checkpoints: Checkpoints
  readonly leases: Leases
  readonly replays: Replays
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly owner: string
  readonly topic: string
  /** Consumer group whose backlog limits the speed. */
  readonly readers: string
  /** Null: no live feed. */
  readonly live: LiveFeed | null
  /** Health components of the source and of the live feed. */
  readonly components?: { readonly source: Component; readonly live: Component | undefined }
}

/** Maximum number of replays that one source plays at a time. */
const MAX_AT_ONCE = 4
const LOOK_MILLISECONDS = 250
const REPLAY_RETRY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 30_000 }

/** Claims and plays replays, and reads the live feed. Closing releases them; another process resumes. */
export function startSource(parts: SourceParts): { close(): Promise<void> } {
  const { replays, clock, log, metrics, owner } = parts
  const ending = new AbortController()
  const playing = new Set<Promise<void>>()
  const collected = () => readCollected({ ...parts, group: parts.readers })
  const sent = metrics.counter(
    'groundswell_source_events_total',
    'Events that sources have appended to the stream.'
  )
  const plain = buildStreamWriter({ ...parts, countUnread: async () => (await collected()).unread })
  const streamWriter: StreamWriter = {
    async send(events, watermark, signal) {
      await plain.send(events, watermark, signal)
      if (events.length > 0) sent.add(events.length)
    }
  }

  async function playOne(replay: Replay): Promise<void> {
    const fields = { replay: replay.id, folder: replay.folder }
    const backoff = buildBackoff(REPLAY_RETRY, { clock })
    log.info('replay started', { ...fields, place: replay.place })
    while (!ending.signal.aborted) {
      try {
        if (replay.before === null)
          await replays.noteBefore(replay.id, owner, JSON.stringify((await collected()).counters))
        const current = (await replays.get(replay.id))!
        await runReplay({ ...parts, streamWriter, signal: ending.signal }, current)
        await replays.finish(replay.id, owner, 'succeeded', null)
        log.info('replay ended', fields)
        return
      } catch (cause) {
        if (ending.signal.aborted) break
        if (cause instanceof ReplayTaken)
          return log.info('replay released', { ...fields, cause: cause.message })
        if (cause instanceof InputError) {
          log.warn('replay failed', { ...fields, cause })
          await replays.finish(replay.id, owner, 'failed', cause.message)
          return
        }
        log.warn('replay interrupted; retrying', { ...fields, cause })
        await backoff.wait(ending.signal)
      }
    }
    await replays.release(replay.id, owner)
  }

  async function claimReplays(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        const replay = playing.size < MAX_AT_ONCE ? await replays.claim(owner, LEASE_SECONDS, 'events') : null
        if (replay !== null) {
          const played = playOne(replay)
            .catch(cause => log.error('replay failed unexpectedly', { replay: replay.id, cause }))
            .finally(() => playing.delete(played))
          playing.add(played)
          continue
        }
        parts.components?.source.clearProblem()
      } catch (cause) {
        log.warn('replays could not be claimed; retrying', { cause })
        parts.components?.source.reportProblem({ state: 'failed', cause: toError(cause).message })
      }
      await clock.sleep(LOOK_MILLISECONDS, ending.signal)
    }
  }

  const claiming = claimReplays()
  const feeding = parts.live
    ? runLiveFeed(
        { ...parts, component: parts.components?.live, live: parts.live, streamWriter },
        ending.signal
      )
    : null
  return {
    async close() {
      ending.abort(new Error('the source is closing'))
      await claiming
      await feeding
      await Promise.all(playing)
    }
  }
}
