import { isObject, type JsonObject } from '../json/parse-json.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'
import { mastodonTimeMs, objectAt, toFollowers, toId, toTimeMs } from './export-values.ts'

/** Reads a status of Mastodon's API. False: it is not one. */
export function readMastodon(status: JsonObject, gatherer: CascadeGatherer): boolean {
  const account = objectAt(status, 'account')
  const id = idOf(status)
  if (account === null || id === null) return false
  gatherer.addFormat('Mastodon')
  const followers = toFollowers(account.followers_count)
  const timeMs = timeOf(status)
  const post = objectAt(status, 'reblog')
  if (post === null) {
    const kind = toId(status.in_reply_to_id) === null ? 'post' : 'reply'
    gatherer.addPost({ id, timeMs, followers, authorId: accountIdOf(account), kind })
    return true
  }
  const of = idOf(post)
  if (of === null || timeMs === null) {
    gatherer.leaveOut('boosts without a time or without the id of their post')
    return true
  }
  const author = objectAt(post, 'account')
  gatherer.addPost({
    id: of,
    timeMs: timeOf(post),
    followers: toFollowers(author?.followers_count),
    authorId: author === null ? null : accountIdOf(author)
  })
  gatherer.addShare({ id, of, timeMs, followers })
  return true
}

/** Reads an activity of an ActivityPub outbox: Announce (a boost) or Create (a post). False: it is not one. */
export function readActivity(activity: JsonObject, gatherer: CascadeGatherer): boolean {
  const { type, object } = activity
  if (type !== 'Announce' && type !== 'Create') return false
  const of = isObject(object) ? toId(object.id) : toId(object)
  const id = toId(activity.id)
  const timeMs = toTimeMs(activity.published)
  if (of === null || id === null) return false
  gatherer.addFormat('ActivityPub')
  if (type === 'Create') gatherer.addPost({ id: of, timeMs, followers: null })
  else if (timeMs === null) gatherer.leaveOut('boosts without a time or without the id of their post')
  else gatherer.addShare({ id, of, timeMs, followers: null })
  return true
}

/** The URI of a status, which is the same on every instance, or else its id on this instance. */
function idOf(status: JsonObject): string | null {
  return toId(status.uri) ?? toId(status.id)
}

function timeOf({ created_at, id }: JsonObject): number | null {
  return toTimeMs(created_at) ?? mastodonTimeMs(toId(id) ?? '')
}

/** The URL of an account, which is the same on every instance, or else its id on this instance. */
function accountIdOf({ url, id }: JsonObject): string | null {
  return toId(url) ?? toId(id)
}
