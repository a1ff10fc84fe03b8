import type { Log } from '../../ports/log.ts'
import { buildBackoff } from '../../ports/retry/backoff.ts'
import type { RetryPolicy } from '../../ports/retry/retry-policy.ts'
import type { Replay, Replays } from '../rows/replays.ts'
import { TopicReplaced } from './replay-ranges.ts'
import { LEASE_SECONDS, ReplayLost, type ReplayTopicParts, replayTopic } from './replay-topic.ts'

interface TopicReplayParts extends Omit<ReplayTopicParts, 'replays'> {
  readonly replays: Replays
  readonly log: Log
}

const LOOK_MILLISECONDS = 500
const POLICY: RetryPolicy = { firstDelayMs: 1_000, maxDelayMs: 30_000 }

/** Claims replays through a version and plays them one at a time. Closing releases the claim; another process resumes. */
export function startTopicReplays(parts: TopicReplayParts): { close(): Promise<void> } {
  const { replays, clock, log, owner } = parts
  const ending = new AbortController()
  const { signal } = ending

  async function play(claimed: Replay): Promise<void> {
    const fields = { replay: claimed.id, model: claimed.model }
    log.info('replay started', fields)
    const backoff = buildBackoff(POLICY, { clock })
    for (let replay = claimed; !signal.aborted; ) {
      try {
        await replayTopic(parts, replay, signal)
        await replays.finish(replay.id, owner, 'succeeded', null)
        return log.info('replay ended', fields)
      } catch (cause) {
        if (signal.aborted) break
        if (cause instanceof ReplayLost)
          return log.info('replay released', { ...fields, cause: cause.message })
        if (cause instanceof TopicReplaced) {
          log.warn('replay failed', { ...fields, cause })
          return await replays.finish(replay.id, owner, 'failed', cause.message)
        }
        log.warn('replay interrupted; retrying', { ...fields, cause })
        await backoff.wait(signal)
        replay = (await replays.get(replay.id).catch(() => null)) ?? replay
      }
    }
    await replays.release(claimed.id, owner)
  }

  async function claimReplays(): Promise<void> {
    while (!signal.aborted) {
      try {
        const replay = await replays.claim(owner, LEASE_SECONDS, 'forecasts')
        if (replay !== null) await play(replay)
      } catch (cause) {
        log.warn('replays could not be claimed; retrying', { cause })
      }
      await clock.sleep(LOOK_MILLISECONDS, signal)
    }
  }

  const claiming = claimReplays()
  return {
    async close() {
      ending.abort(new Error('the collector is closing'))
      await claiming
    }
  }
}
