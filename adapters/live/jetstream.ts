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
  /** 'wss://jetstream2.us-east.bsky.network/subscribe' */
  readonly url: string
  /** Where followers are looked up. */
  readonly profilesUrl: string
  readonly requestsPerSecond: number
  /** Only posts of authors with at least so many followers are watched. */
  readonly minFollowers: number
  /** How far ahead of the clock a frame may be dated. */
  readonly futureSeconds: number
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

type Frame = ReturnType<typeof readFrame>

const NAME = 'bluesky'
/** Asked for again at each connection: what comes twice is dropped by its id. */
const OVERLAP_MICROSECONDS = 2_000_000

/** Epoch microseconds: the last frame taken, and the first one ever. */
interface FeedPosition {
  readonly cursor: number
  readonly since: number
}

/**
 * Bluesky by its Jetstream: posts and reposts as JSON frames, resumed by the time of the last one (microseconds). Of a
 * frame only digests of ids and its time are kept, and the followers that are looked up. A repost counts when its post
 * came after the feed was first read, which its record key tells. A server that no longer has the last frame has lost
 * what followed it: that is a gap, and the feed is read as if for the first time.
 */
export function buildJetstream(options: JetstreamOptions): LiveFeed {
  const { url, minFollowers, clock, log } = options
  const lookup = buildFollowerLookup({ ...options, url: options.profilesUrl })

  return {
    name: NAME,
    async *read(from, signal): AsyncGenerator<LiveBatch> {
      const begun: FeedPosition | null = from === null ? null : JSON.parse(from)
      let cursor = begun?.cursor ?? null
      let since = begun?.since ?? null
      let gap: LiveGap | null = null
      /** No frame has come on this connection, which asked for the last one again. */
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

/** A relay's clock that is wrong must not move the feed's time: such a frame is left out, cursor and all. */
function isPlausible({ time }: Frame, { clock, log, futureSeconds }: JetstreamOptions): boolean {
  if (time === null) return true
  const fault = findTimeFault(time / 1e6, clock.now() / 1_000, futureSeconds)
  if (fault !== null)
    log.warn('a frame of the live feed was left out', { feed: NAME, reason: `time ${fault}` })
  return fault === null
}

/** Of a post that came before the feed was read, reposts were missed. */
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
  return watched.flatMap(({ is, actor, cascadeId, eventId, time }) => {
    const magnitude = actors.get(actor)
    if (magnitude === undefined) return []
    return {
      eventId,
      cascadeId,
      kind: is === 'post' ? ('post' as const) : ('reshare' as const),
      time: time / 1e6,
      magnitude,
      source: NAME
    }
  })
}
