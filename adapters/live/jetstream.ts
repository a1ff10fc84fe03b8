import type { Clock } from '../../ports/clock.ts'
import { findTimeFault } from '../../ports/event-time.ts'
import type { LiveBatch, LiveFeed, LiveGap } from '../../ports/live-feed.ts'
import type { Log } from '../../ports/log.ts'
import type { CascadeEvent } from '../../ports/messages.ts'
import type { Metrics } from '../../ports/metrics.ts'
import { buildFollowerLookup, type FollowerLookup } from './follower-lookup.ts'
import { readFrames } from './frame-socket.ts'
import { type FeedAction, readFrame, wantedCollections } from './jetstream-frame.ts'

export interface JetstreamOptions {
  /** Such as 'wss://jetstream2.us-east.bsky.network/subscribe'. */
  readonly url: string
  /** URL of the AppView, for the follower counts. */
  readonly profilesUrl: string
  readonly requestsPerSecond: number
  /** Minimum number of followers of the author of a watched post. */
  readonly minFollowers: number
  /** Maximum time by which a frame may be ahead of the clock. */
  readonly futureSeconds: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

type Frame = ReturnType<typeof readFrame>

const NAME = 'bluesky'
/** Each connection requests this much again. Later steps drop duplicates by their ids. */
const OVERLAP_MICROSECONDS = 2_000_000

interface FeedPosition {
  /** Time of the last frame that was read, in epoch microseconds. */
  readonly cursor: number
  /** Time of the first frame since the feed began or since the last gap, in epoch microseconds. */
  readonly since: number
}

/**
 * Reads posts and reposts of Bluesky from its Jetstream, as JSON frames, and resumes at the time of the last frame. Events
 * contain only digests of ids, the time and the follower count, which is unknown if the account cannot be looked up. A repost counts only if its post is newer than the first
 * frame, by the timestamp in the record key of the post. If the server no longer has the last frame, events are lost: the
 * batch has a `gap`, and the feed begins again.
 */
export function buildJetstream(options: JetstreamOptions): LiveFeed {
  const { url, minFollowers, clock, log } = options
  const lookup = buildFollowerLookup({ ...options, url: options.profilesUrl })

  return {
    name: NAME,
    async *read(from, signal): AsyncGenerator<LiveBatch> {
      const stored: FeedPosition | null = from === null ? null : JSON.parse(from)
      let cursor = stored?.cursor ?? null
      let since = stored?.since ?? null
      let gap: LiveGap | null = null
      /** This connection resumes at the last frame, and no frame has arrived on it yet. */
      let isResuming = false
      const now = clock.now() / 1_000
      if (cursor !== null && cursor / 1e6 > now + options.futureSeconds) {
        gap = { reason: 'unknown-place', from: cursor / 1e6, to: now }
        cursor = null
        since = null
      }
      const address = () => {
        const target = new URL(url)
        isResuming = cursor !== null
        for (const collection of wantedCollections)
          target.searchParams.append('wantedCollections', collection)
        if (cursor !== null)
          target.searchParams.set('cursor', String(Math.max(0, cursor - OVERLAP_MICROSECONDS)))
        return target.href
      }
      for await (const frames of readFrames({ address, clock, log }, signal)) {
        const read = frames.map(readFrame).filter(frame => isPlausible(frame, options))
        const last = read.reduce((latest, { time }) => Math.max(latest, time ?? 0), cursor ?? 0)
        if (last === 0) continue
        const first = read.find(({ time }) => time !== null)?.time ?? null
        if (isResuming && first !== null && cursor !== null) {
          isResuming = false
          if (first > cursor) {
            gap = { reason: 'expired', from: cursor / 1e6, to: first / 1e6 }
            since = first
          }
        }
        since ??= first ?? last
        const covered = since
        const actions = read.flatMap(({ action }) =>
          action !== null && isCovered(action, covered) ? action : []
        )
        const events = await toEvents(actions, lookup, minFollowers, signal)
        cursor = last
        const place: FeedPosition = { cursor, since }
        yield { events, watermark: cursor / 1e6, place: JSON.stringify(place), gap }
        gap = null
      }
    }
  }
}

/** False for a frame of a relay with a wrong clock. Such a frame must not move the cursor. */
function isPlausible({ time }: Frame, { clock, log, futureSeconds }: JetstreamOptions): boolean {
  if (time === null) return true
  const fault = findTimeFault(time / 1e6, clock.now() / 1_000, futureSeconds)
  if (fault !== null) log.warn('skipped a frame of the live feed', { feed: NAME, reason: `time ${fault}` })
  return fault === null
}

/** False for a repost of a post from before the first frame, because earlier reposts of it were missed. */
function isCovered({ is, postedAt }: FeedAction, since: number): boolean {
  return is === 'post' || (postedAt !== null && postedAt >= since)
}

async function toEvents(
  actions: readonly FeedAction[],
  lookup: FollowerLookup,
  minFollowers: number,
  signal: AbortSignal
): Promise<CascadeEvent[]> {
  const authors = await lookup.find(
    actions.map(({ author }) => author),
    signal
  )
  const watched = actions.filter(({ author }) => (authors.get(author) ?? -1) >= minFollowers)
  const actors = await lookup.find(
    watched.map(({ actor }) => actor),
    signal
  )
  return watched.map(({ is, actor, authorId, cascadeId, eventId, time }) => ({
    eventId,
    cascadeId,
    kind: is === 'post' ? 'post' : 'reshare',
    time: time / 1e6,
    magnitude: actors.get(actor) ?? null,
    ...(is === 'post' && { authorId }),
    source: NAME
  }))
}
