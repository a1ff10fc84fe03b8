import type { JsonObject } from '../json/parse-json.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'
import { blueskyTimeMs, objectAt, toFollowers, toId, toTimeMs } from './export-values.ts'

const REPOST = 'app.bsky.feed.repost'
const POST = 'app.bsky.feed.post'
const FORMAT = 'Bluesky'

/** Reads a line of Jetstream. False: it is not one. */
export function readJetstream(line: JsonObject, gatherer: CascadeGatherer): boolean {
  const did = toId(line.did)
  if (did === null || typeof line.kind !== 'string' || line.time_us === undefined) return false
  gatherer.addFormat(FORMAT)
  const commit = objectAt(line, 'commit')
  const record = objectAt(commit, 'record')
  if (commit === null || record === null || commit.operation !== 'create') {
    gatherer.leaveOut('Jetstream lines that create no record')
    return true
  }
  const uri = `at://${did}/${commit.collection}/${commit.rkey}`
  if (!readRecord(uri, record, gatherer, toTimeMs(line.time_us)))
    gatherer.leaveOut(`records of ${String(commit.collection)}`)
  return true
}

/** Reads a record of a repository: {uri, value}, or an object with a $type. False: it is not one. */
export function readBlueskyRecord(item: JsonObject, gatherer: CascadeGatherer): boolean {
  const record = objectAt(item, 'value') ?? objectAt(item, 'record') ?? item
  const type = String(record.$type ?? '')
  if (!type.startsWith('app.bsky.feed.')) return false
  gatherer.addFormat(FORMAT)
  const author = objectAt(item, 'author')
  const uri =
    toId(item.uri) ??
    `${toId(item.did) ?? toId(item.repo) ?? toId(author?.did) ?? ''}/${JSON.stringify(record)}`
  if (!readRecord(uri, record, gatherer, toTimeMs(item.indexedAt), toFollowers(author?.followersCount)))
    gatherer.leaveOut(`records of ${type}`)
  return true
}

/** Reads an item of a feed: a post and its reposter. False: it is not one. */
export function readFeedItem(item: JsonObject, gatherer: CascadeGatherer): boolean {
  const post = objectAt(item, 'post')
  const uri = toId(post?.uri)
  if (post === null || uri === null || !uri.startsWith('at://')) return false
  readBlueskyRecord(post, gatherer)
  const reason = objectAt(item, 'reason')
  if (reason === null || !String(reason.$type).endsWith('reasonRepost')) return true
  const by = objectAt(reason, 'by')
  const timeMs = toTimeMs(reason.indexedAt)
  if (timeMs === null) gatherer.leaveOut('reposts without a time')
  else {
    const id = toId(reason.uri) ?? `${toId(by?.did) ?? ''} ${uri}`
    gatherer.addShare({
      id,
      of: uri,
      timeMs,
      followers: toFollowers(by?.followersCount),
      postTimeMs: blueskyTimeMs(uri)
    })
  }
  return true
}

function readRecord(
  uri: string,
  record: JsonObject,
  gatherer: CascadeGatherer,
  seenMs: number | null,
  followers: number | null = null
): boolean {
  // The client of the author sets createdAt. The time of the server is used only without it.
  const timeMs = toTimeMs(record.createdAt) ?? seenMs ?? blueskyTimeMs(uri)
  const type = record.$type ?? (uri.includes(`/${REPOST}/`) ? REPOST : POST)
  if (type === POST) {
    const kind = record.reply === undefined ? 'post' : 'reply'
    gatherer.addPost({
      id: uri,
      timeMs,
      followers,
      authorId: /^at:\/\/([^/]+)\//.exec(uri)?.[1] ?? null,
      kind
    })
    return true
  }
  const of = toId(objectAt(record, 'subject')?.uri)
  if (type !== REPOST || of === null) return false
  if (timeMs === null) gatherer.leaveOut('reposts without a time')
  else gatherer.addShare({ id: uri, of, timeMs, followers, postTimeMs: blueskyTimeMs(of) })
  return true
}
