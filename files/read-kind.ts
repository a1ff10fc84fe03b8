const posts = new Set(['post', 'tweet', 'original', 'status', 'root', 'toot', 'source'])
const reshares = new Set([
  'reshare',
  'retweet',
  'retweeted',
  'rt',
  'repost',
  'reposted',
  'reblog',
  'boost',
  'share',
  'quote',
  'quoted',
  'forward'
])

/** Reads the kind of a row. Null: neither a post nor a reshare. */
export function readKind(text: string): 'post' | 'reshare' | null {
  const word = text.toLowerCase()
  return posts.has(word) ? 'post' : reshares.has(word) ? 'reshare' : null
}
