import { isObject, type JsonObject } from '../json/parse-json.ts'
import { keysOf } from '../keys-of.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'
import { readBlueskyRecord, readFeedItem, readJetstream } from './read-bluesky.ts'
import { readActivity, readMastodon } from './read-mastodon.ts'
import { readTwitterTweet, readTwitterV1, readTwitterV2 } from './read-twitter.ts'
import { readWeiboPost, readWeiboThread } from './read-weibo.ts'

type Reader = (value: JsonObject, gatherer: CascadeGatherer, file: string) => boolean

// In this order: the first reader that recognises a value reads it.
const readers = {
  'twitter-v2': [readTwitterV2, readTwitterTweet],
  mastodon: [readMastodon, readActivity],
  bluesky: [readJetstream, readFeedItem, readBlueskyRecord],
  'twitter-v1': [readTwitterV1],
  weibo: [(value, gatherer, file) => readWeiboPost(value, file, gatherer)]
} satisfies Readonly<Record<string, readonly Reader[]>>

export type JsonFormat = keyof typeof readers
export const jsonFormats = keysOf(readers)

/** Names of members that wrap a list of records, or one record. */
const lists = [
  'data',
  'statuses',
  'tweets',
  'records',
  'feed',
  'posts',
  'orderedItems',
  'items',
  'results',
  'reposts',
  'toots'
]
const wrappers = ['tweet', 'status', 'post']

/** Reads one value of an export: a record, a page or a list. False: it contains no record of a known form. */
export function readExportValue(
  value: unknown,
  gatherer: CascadeGatherer,
  file: string,
  format: JsonFormat | null
): boolean {
  if (Array.isArray(value)) {
    const isWeibo = format === null || format === 'weibo'
    if (isWeibo && readWeiboThread(value, file, gatherer)) return true
    return readAll(value, gatherer, file, format)
  }
  if (!isObject(value)) return false
  const chosen: readonly Reader[] = format === null ? Object.values(readers).flat() : readers[format]
  if (chosen.some(read => read(value, gatherer, file))) return true
  if (Array.isArray(value.repostedBy)) {
    gatherer.addFormat('Bluesky')
    gatherer.leaveOut('accounts of getRepostedBy, which has no times of reposts', value.repostedBy.length)
    return true
  }
  if (isAccount(value)) {
    gatherer.addFormat('accounts')
    gatherer.leaveOut('accounts, which have no time of a reshare')
    return true
  }
  if (isNotice(value)) {
    gatherer.leaveOut('notices of a stream')
    return true
  }
  const wrapped = wrappers.map(name => value[name]).find(isObject)
  if (wrapped !== undefined && readExportValue(wrapped, gatherer, file, format)) return true
  const list = lists.map(name => value[name]).find(Array.isArray)
  if (list?.length === 0 || (list === undefined && Array.isArray(value.errors))) {
    gatherer.addFormat('pages of an API')
    gatherer.leaveOut('pages without records')
    return true
  }
  return list !== undefined && readAll(list, gatherer, file, format)
}

function readAll(
  values: readonly unknown[],
  gatherer: CascadeGatherer,
  file: string,
  format: JsonFormat | null
): boolean {
  const unknownCount = values.filter(value => !readExportValue(value, gatherer, file, format)).length
  if (unknownCount === values.length) return false
  if (unknownCount > 0) gatherer.leaveOut('records of an unknown form', unknownCount)
  return true
}

/** Whether a value is an account (retweeted_by, reblogged_by). It has the date of the account, not of the reshare. */
function isAccount(value: JsonObject): boolean {
  const isNamed = [value.username, value.acct, value.screen_name, value.handle].some(
    name => typeof name === 'string'
  )
  const isCounted = [value.followers_count, value.public_metrics, value.followersCount].some(
    count => count !== undefined
  )
  return isNamed && isCounted && value.text === undefined && value.content === undefined
}

/** Whether a value is a notice of Twitter's stream and not a tweet: {"delete": ...}, {"limit": ...}. */
function isNotice(value: JsonObject): boolean {
  const [key, ...others] = Object.keys(value)
  return (
    others.length === 0 &&
    key !== undefined &&
    /^(delete|limit|scrub_geo|status_withheld|user_withheld|disconnect)$/.test(key)
  )
}
