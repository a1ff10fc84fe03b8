import { isObject, type JsonObject } from '../json/parse-json.ts'
import type { CascadeGatherer, ExportPost } from './cascade-gatherer.ts'
import { listAt, objectAt, toFollowers, toId, toTimeMs, twitterTimeMs } from './export-values.ts'

/** Reads a status of the API v1 or of its archives. False: it is not one. */
export function readTwitterV1(status: JsonObject, gatherer: CascadeGatherer): boolean {
  const id = toId(status.id_str ?? status.id)
  const isStatus =
    isObject(status.user) || (typeof status.full_text === 'string' && status.created_at !== undefined)
  if (id === null || !isStatus || status.account !== undefined) return false
  gatherer.addFormat('Twitter API v1')
  const retweeted = objectAt(status, 'retweeted_status')
  const timeMs = timeOf(status, id)
  const followers = toFollowers(objectAt(status, 'user')?.followers_count)
  // The archive of an account contains retweets only as text.
  if (retweeted === null && status.user === undefined && String(status.full_text).startsWith('RT @'))
    gatherer.leaveOut('retweets without a time or without the id of their post')
  else if (retweeted === null) {
    const kind =
      status.is_quote_status === true ? 'quote' : status.in_reply_to_status_id_str ? 'reply' : 'post'
    gatherer.addPost({ id, timeMs, followers, authorId: userIdOf(status), kind })
  } else readRetweet({ id, timeMs, followers }, retweeted, gatherer)
  return true
}

function readRetweet(
  { id, timeMs, followers }: Pick<ExportPost, 'id' | 'timeMs' | 'followers'>,
  retweeted: JsonObject,
  gatherer: CascadeGatherer
): void {
  const of = toId(retweeted.id_str ?? retweeted.id)
  if (of === null || timeMs === null)
    gatherer.leaveOut('retweets without a time or without the id of their post')
  else {
    const author = objectAt(retweeted, 'user')
    gatherer.addPost({
      id: of,
      timeMs: timeOf(retweeted, of),
      followers: toFollowers(author?.followers_count),
      authorId: userIdOf(retweeted)
    })
    gatherer.addShare({ id, of, timeMs, followers })
  }
}

/** Reads a page or a line of the API v2: data and includes. False: it is not one. */
export function readTwitterV2(page: JsonObject, gatherer: CascadeGatherer): boolean {
  const data = (Array.isArray(page.data) ? page.data : [page.data]).filter(isObject)
  if (data.length === 0 || !data.every(isTweet)) return false
  const users = new Map<string, JsonObject>()
  for (const user of objectsOf(page, 'users')) users.set(toId(user.id) ?? '', user)
  for (const tweet of objectsOf(page, 'tweets')) readTweet(tweet, users, gatherer)
  for (const tweet of data) readTweet(tweet, users, gatherer)
  return true
}

/** Reads a single tweet of the API v2, as twarc flattens it. False: it is not one. */
export function readTwitterTweet(tweet: JsonObject, gatherer: CascadeGatherer): boolean {
  if (!isTweet(tweet)) return false
  readTweet(tweet, new Map(), gatherer)
  return true
}

function isTweet(value: JsonObject): boolean {
  return (
    toId(value.id) !== null &&
    (typeof value.author_id === 'string' ||
      isObject(value.author) ||
      Array.isArray(value.referenced_tweets)) &&
    value.uri === undefined
  )
}

function readTweet(
  tweet: JsonObject,
  users: ReadonlyMap<string, JsonObject>,
  gatherer: CascadeGatherer
): void {
  const id = toId(tweet.id)
  if (id === null) return
  gatherer.addFormat('Twitter API v2')
  const author = objectAt(tweet, 'author') ?? users.get(toId(tweet.author_id) ?? '')
  const followers = toFollowers(objectAt(author, 'public_metrics')?.followers_count)
  const timeMs = timeOf(tweet, id)
  const references = (listAt(tweet, 'referenced_tweets') ?? []).filter(isObject)
  const retweeted = references.find(({ type }) => type === 'retweeted')
  if (retweeted === undefined) {
    const types = references.map(({ type }) => type)
    const kind = types.includes('replied_to') ? 'reply' : types.includes('quoted') ? 'quote' : 'post'
    const authorId = toId(tweet.author_id) ?? toId(author?.id)
    gatherer.addPost({ id, timeMs, followers, authorId, kind })
    return
  }
  const of = toId(retweeted.id)
  if (of === null || timeMs === null) {
    gatherer.leaveOut('retweets without a time or without the id of their post')
    return
  }
  // twarc replaces the id of the post by the post.
  if (objectAt(retweeted, 'author') !== null) readTweet(retweeted, users, gatherer)
  gatherer.addShare({ id, of, timeMs, followers, postTimeMs: twitterTimeMs(of) })
}

function timeOf({ created_at }: JsonObject, id: string): number | null {
  return toTimeMs(created_at) ?? twitterTimeMs(id)
}

function objectsOf(page: JsonObject, name: string): readonly JsonObject[] {
  const includes = objectAt(page, 'includes')
  return includes === null ? [] : (listAt(includes, name) ?? []).filter(isObject)
}

function userIdOf(status: JsonObject): string | null {
  const user = objectAt(status, 'user')
  return toId(user?.id_str) ?? toId(user?.id)
}
