import { expect, test } from 'vitest'
import { readFile } from './read-file.ts'

const inputs = [
  ['a column of authors', 'time,followers,user_id\n0,5,ann\n3,6,bob\n', 'ann'],
  ['rows out of order', 'time,followers,author\n3,6,bob\n0,5,ann\n', 'ann'],
  ['a column of kinds', 'kind,uid,time,followers\nretweet,bob,0,5\ntweet,ann,0,6\n', 'ann'],
  ['an unknown author of the post', 'time,followers,user_id\n0,5,\n3,6,bob\n', undefined],
  ['two columns that may be the author', 'time,followers,user,account\n0,5,ann,bob\n', undefined],
  ['a text too long for an id', `time,followers,author\n0,5,${'x'.repeat(201)}\n`, undefined],
  ['numbers in JSON', '[{"time":0,"author_id":12},{"time":3,"author_id":13}]', '12'],
  ['texts in JSON', '[{"time":0,"authorId":"12"},{"time":3,"authorId":"13"}]', '12']
] as const

test.each(inputs)('reads the author of the post from %s', (_, content, author) => {
  expect(readFile(content).cascades[0]!.postAuthorId).toBe(author)
})

const date = (seconds: number) => `2025-11-21T04:40:${String(seconds).padStart(2, '0')}Z`
const tweet = (id: string, user: string, seconds: number) => ({
  id_str: id,
  created_at: date(seconds),
  user: { id_str: user, followers_count: 5 }
})
const flat = (id: string, author_id: string, seconds: number) => ({
  id,
  author_id,
  created_at: date(seconds)
})
const status = (id: string, account: string, seconds: number) => ({
  id,
  created_at: date(seconds),
  account: { id: account, followers_count: 5 }
})
const record = (did: string, collection: string, seconds: number, subject?: object) => ({
  did,
  time_us: 1_763_700_000_000_000,
  kind: 'commit',
  commit: {
    operation: 'create',
    collection,
    rkey: `3m63aaaa222${seconds}a`,
    record: { createdAt: date(seconds), subject }
  }
})
const lines = (...values: readonly object[]) => values.map(each => JSON.stringify(each)).join('\n')

test.each([
  ['Twitter API v1', lines({ ...tweet('9', '8', 31), retweeted_status: tweet('7', '91', 0) }), '91'],
  [
    'Twitter API v2',
    lines(flat('7', '91', 0), { ...flat('9', '8', 31), referenced_tweets: [{ type: 'retweeted', id: '7' }] }),
    '91'
  ],
  ['Mastodon', lines({ ...status('9', '8', 31), reblog: status('7', '91', 0) }), '91'],
  [
    'Bluesky',
    lines(
      record('did:plc:a', 'app.bsky.feed.post', 2),
      record('did:plc:b', 'app.bsky.feed.repost', 3, {
        uri: 'at://did:plc:a/app.bsky.feed.post/3m63aaaa2222a'
      })
    ),
    'did:plc:a'
  ],
  ['DeepHawkes', '7\t91\t1464710400\t2\t1:0 1/2:21 1/2/3:31\n', '91'],
  [
    'Weibo',
    JSON.stringify([
      { mid: 'a', parent: null, t: 1763700000, uid: 91 },
      { mid: 'b', parent: 'a', t: 1763700021, uid: 8 }
    ]),
    '91'
  ],
  [
    'a table of posts and reshares',
    `id,created_at,user_id,retweet_id\n9,${date(31)},8,7\n7,${date(0)},91,`,
    '91'
  ]
])('reads the author of the post from an export of %s', (_, content, author) => {
  expect(readFile(content).cascades.map(({ postAuthorId }) => postAuthorId)).toEqual([author])
})
