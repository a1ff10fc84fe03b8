import { createHash } from 'node:crypto'
import { isDid, isRecordKey, readAtUri } from './at-syntax.ts'

/** A post or repost, read from a frame. Ids are digests of at:// URIs. */
export interface FeedAction {
  readonly is: 'post' | 'repost'
  /** DID of the account that posts or reposts; only used to look up its followers. */
  readonly actor: string
  /** DID of the author of the post. */
  readonly author: string
  /** Digest of the DID of the author of the post. */
  readonly authorId: string
  readonly cascadeId: string
  readonly eventId: string
  /** Epoch microseconds at which the relay saw the frame. */
  readonly time: number
  /** Epoch microseconds from the record key of the post; null if the key is not a timestamp. */
  readonly postedAt: number | null
}

const POSTS = 'app.bsky.feed.post'
const REPOSTS = 'app.bsky.feed.repost'
export const wantedCollections = [POSTS, REPOSTS] as const

interface Frame {
  readonly did?: unknown
  readonly time_us?: unknown
  readonly kind?: unknown
  readonly commit?: {
    readonly operation?: unknown
    readonly collection?: unknown
    readonly rkey?: unknown
    readonly record?: { readonly subject?: { readonly uri?: unknown } }
  }
}

/**
 * Reads one frame. `time` is null if the frame has no valid time. `action` is null unless the frame is a new post or
 * repost. Never throws.
 */
export function readFrame(text: string): {
  readonly time: number | null
  readonly action: FeedAction | null
} {
  let frame: Frame | null
  try {
    frame = JSON.parse(text)
  } catch {
    return { time: null, action: null }
  }
  const time = frame?.time_us
  if (!frame || typeof time !== 'number' || !Number.isSafeInteger(time) || time <= 0)
    return { time: null, action: null }
  return { time, action: readAction(frame, time) }
}

function readAction({ did, kind, commit }: Frame, time: number): FeedAction | null {
  if (kind !== 'commit' || commit?.operation !== 'create') return null
  if (!isDid(did) || !isRecordKey(commit.rkey)) return null
  const own = `at://${did}/${String(commit.collection)}/${commit.rkey}`
  const isPost = commit.collection === POSTS
  if (!isPost && commit.collection !== REPOSTS) return null
  const uri = isPost ? own : commit.record?.subject?.uri
  if (typeof uri !== 'string') return null
  const read = readAtUri(uri, POSTS)
  if (read === null) return null
  const { author, key } = read
  return {
    is: isPost ? 'post' : 'repost',
    actor: did,
    author,
    authorId: digest(author),
    cascadeId: digest(uri),
    eventId: isPost ? 'post' : digest(own),
    time,
    postedAt: readTimestamp(key)
  }
}

function digest(uri: string): string {
  return createHash('sha256').update(uri).digest('base64url').slice(0, 24)
}

const DIGITS = '234567abcdefghijklmnopqrstuvwxyz'

/** Reads a TID: 13 digits of base 32, whose upper 53 bits (of 64) are microseconds since the epoch. */
function readTimestamp(key: string): number | null {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(key)) return null
  let bits = 0n
  for (const digit of key) bits = (bits << 5n) | BigInt(DIGITS.indexOf(digit))
  return Number(bits >> 10n)
}
