import { isObject, type JsonObject } from '../json/parse-json.ts'
import type { CascadeGatherer } from './cascade-gatherer.ts'
import { objectAt, toFollowers, toId, toTimeMs } from './export-values.ts'

/**
 * Reads a list of Weibo reposts, one file per cascade. The list contains the post (the item without a parent), or the post
 * has its own file of the same name (CED). False: it is not one.
 */
export function readWeiboThread(list: readonly unknown[], file: string, gatherer: CascadeGatherer): boolean {
  const items = list.filter(isObject)
  const isThread = items.every(
    item => toId(item.mid) !== null && (item.t ?? item.date ?? item.time) !== undefined
  )
  if (items.length === 0 || items.length < list.length || !isThread) return false
  gatherer.addFormat('Weibo')
  const roots = items.filter(item => !hasParent(item))
  const root = roots.length === 1 ? (roots[0] ?? null) : null
  const post = root === null ? file : (toId(root.mid) ?? file)
  for (const item of items) {
    const id = toId(item.mid) ?? ''
    const timeMs = toTimeMs(item.t ?? item.date ?? item.time)
    const followers = toFollowers(item.followers_count ?? item.followers ?? objectAt(item, 'user')?.followers)
    const authorId = toId(item.uid) ?? toId(objectAt(item, 'user')?.id)
    if (item === root) gatherer.addPost({ id, timeMs, followers, authorId })
    else if (timeMs === null) gatherer.leaveOut('reposts without a time')
    else gatherer.addShare({ id: `${post}/${id}`, of: post, timeMs, followers })
  }
  return true
}

/** Reads the post of a cascade from its own file (CED). False: it is not one. */
export function readWeiboPost(post: JsonObject, file: string, gatherer: CascadeGatherer): boolean {
  const user = objectAt(post, 'user')
  const timeMs = toTimeMs(post.time ?? post.t)
  if (user?.followers === undefined || timeMs === null) return false
  gatherer.addFormat('Weibo')
  const authorId = toId(user.id) ?? toId(user.uid)
  gatherer.addPost({ id: file, timeMs, followers: toFollowers(user.followers), authorId })
  return true
}

function hasParent({ parent }: JsonObject): boolean {
  return parent !== null && parent !== undefined && parent !== '' && parent !== '0' && parent !== 0
}
