import { expect, test } from 'vitest'
import { CascadeGatherer, type UnknownFollowers } from '../../files/exports/cascade-gatherer.ts'
import { FileReader } from '../../files/file-reader.ts'
import { eventsOf, faultOf, readFile } from './read-file.ts'

const events = [
  [0, 5400],
  [21, 310],
  [31, 1200]
]
const withoutFollowers = events.map(([time = 0]) => [time, Number.NaN])

const post = '1990000000000000001'
const at = (seconds: number) => new Date(Date.UTC(2025, 10, 21, 4, 40, seconds)).toISOString()
const twitterDate = (seconds: number) => `Fri Nov 21 04:40:${String(seconds).padStart(2, '0')} +0000 2025`

const v1 = (id: string, seconds: number, followers: number) =>
  `{"created_at":"${twitterDate(seconds)}","id":${id},"user":{"id":1,"followers_count":${followers}}`
const v1Post = `${v1(post, 0, 5400)}}`
const v1Retweets = [
  `${v1('1990000000000000303', 31, 1200)},"retweeted_status":${v1Post}}`,
  `${v1('1990000000000000202', 21, 310)},"retweeted_status":${v1Post}}`
]

const v2Tweet = (id: string, author: string, seconds: number) => ({
  id,
  author_id: author,
  created_at: at(seconds),
  referenced_tweets: [{ type: 'retweeted', id: post }]
})
const v2Author = (id: string, followers_count: number) => ({ id, public_metrics: { followers_count } })
const v2Page = {
  data: [v2Tweet('1990000000000000303', '3', 31), v2Tweet('1990000000000000202', '2', 21)],
  includes: {
    users: [v2Author('1', 5400), v2Author('2', 310), v2Author('3', 1200)],
    tweets: [{ id: post, author_id: '1', created_at: at(0) }]
  },
  meta: { result_count: 2 }
}
const flat = (tweet: object, followers: number) => ({ ...tweet, author: v2Author('1', followers) })
const v2Flat = [
  flat(
    {
      ...v2Tweet('1990000000000000202', '2', 21),
      referenced_tweets: [flat({ type: 'retweeted', id: post, created_at: at(0) }, 5400)]
    },
    310
  ),
  flat(v2Tweet('1990000000000000303', '3', 31), 1200)
]

const status = (id: string, seconds: number, followers_count: number, reblog: object | null = null) => ({
  id,
  created_at: at(seconds),
  account: { id: '1', followers_count },
  reblog
})
const mastodonPost = status('113000000000000001', 0, 5400)
const mastodon = [
  status('113000000000000010', 31, 1200, mastodonPost),
  status('113000000000000009', 21, 310, mastodonPost)
]

const postUri = 'at://did:plc:a/app.bsky.feed.post/3m63aaaa2222a'
const repost = (seconds: number) => ({
  $type: 'app.bsky.feed.repost',
  subject: { uri: postUri, cid: 'c' },
  createdAt: at(seconds)
})
const bskyPost = { $type: 'app.bsky.feed.post', text: 'a', createdAt: at(0) }
const jetstream = (did: string, collection: string, rkey: string, record: object) =>
  JSON.stringify({
    did,
    time_us: 1_763_700_000_000_000,
    kind: 'commit',
    commit: { operation: 'create', collection, rkey, record }
  })
const jetstreamLines = [
  jetstream('did:plc:c', 'app.bsky.feed.repost', '3m63abcd2222b', repost(31)),
  jetstream('did:plc:b', 'app.bsky.feed.repost', '3m63abcd2222a', repost(21)),
  jetstream('did:plc:a', 'app.bsky.feed.post', '3m63aaaa2222a', bskyPost)
]
const feed = {
  feed: [31, 21].map(seconds => ({
    post: { uri: postUri, author: { did: 'did:plc:a', followersCount: 5400 }, record: bskyPost },
    reason: {
      $type: 'app.bsky.feed.defs#reasonRepost',
      by: { did: `did:plc:${seconds}`, followersCount: seconds === 21 ? 310 : 1200 },
      indexedAt: at(seconds)
    }
  }))
}

const twarc = [
  'id,created_at,text,author.created_at,author.public_metrics.followers_count,referenced_tweets.retweeted.id',
  `1990000000000000303,${at(31)},"RT, a",2010-01-01T00:00:00Z,1200,${post}`,
  `1990000000000000202,${at(21)},"RT, b",2010-01-01T00:00:00Z,310,${post}`,
  `${post},${at(0)},c,2010-01-01T00:00:00Z,5400,`
]
const hydrator = [
  'created_at,id,retweet_id,user_created_at,user_followers_count',
  `${twitterDate(31)},1990000000000000303,${post},x,1200`,
  `${twitterDate(21)},1990000000000000202,${post},x,310`,
  `${twitterDate(0)},${post},,x,5400`
]
const weibo = [
  { mid: 'a', parent: null, t: 1763700000, followers_count: 5400 },
  { mid: 'c', parent: 'b', t: 1763700031, followers_count: 1200 },
  { mid: 'b', parent: 'a', t: 1763700021, followers_count: 310 }
]

const exports: readonly [string, string, number[][][]?][] = [
  ['Twitter API v1, a list', `[${v1Retweets.join()}]`],
  ['Twitter API v1, a search', `{"statuses":[${v1Retweets.join()}],"search_metadata":{}}`],
  [
    'Twitter API v1, lines with notices',
    ['{"delete":{"status":{"id":1}}}', ...v1Retweets, '{"limit":{"track":3}}', ''].join('\n')
  ],
  [
    'Twitter API v1, an archive',
    `window.YTD.tweets.part0 = [${v1Retweets.map(each => `{"tweet":${each}}`).join()}]`
  ],
  ['Twitter API v2, a page', JSON.stringify(v2Page)],
  ['Twitter API v2, an indented page', JSON.stringify(v2Page, null, 2)],
  [
    'Twitter API v2, pages on lines',
    [v2Page, { ...v2Page, data: [v2Tweet('1990000000000000303', '3', 31)] }]
      .map(each => JSON.stringify(each))
      .join('\n')
  ],
  [
    'Twitter API v2, a page without tweets and one of errors',
    ['{"data":[],"meta":{"result_count":0}}', '{"errors":[{"title":"gone"}]}', JSON.stringify(v2Page)].join(
      '\n'
    )
  ],
  ['Twitter API v2, a stream', v2Page.data.map(data => JSON.stringify({ ...v2Page, data })).join('\n')],
  ['Twitter API v2, flattened by twarc', v2Flat.map(each => JSON.stringify(each)).join('\n')],
  ['a table of twarc', twarc.join('\n')],
  ['a table of Hydrator', hydrator.join('\r\n')],
  ['Mastodon, a list', JSON.stringify(mastodon)],
  ['Mastodon, lines', mastodon.map(each => JSON.stringify(each)).join('\n')],
  ['Bluesky, a feed', JSON.stringify(feed)],
  ['Bluesky, Jetstream', jetstreamLines.join('\n'), [withoutFollowers]],
  [
    'Bluesky, records',
    JSON.stringify({
      records: [
        { uri: postUri, value: bskyPost },
        ...[21, 31].map(seconds => ({
          uri: `at://did:plc:b/app.bsky.feed.repost/${seconds}`,
          value: repost(seconds)
        }))
      ]
    }),
    [withoutFollowers]
  ],
  ['Weibo, reposts of reposts', JSON.stringify(weibo)],
  ['DeepHawkes', '7\t1\t1464710400\t2\t1:0 1/2:21 1/2/3:31\n', [withoutFollowers]],
  [
    'DeepHawkes, two lines',
    '7\t1\t1464710400\t2\t1:0 1/2:21 1/2/3:31\n8\t1\t1464710400\t1\t1:0 1/9:4\n',
    [
      withoutFollowers,
      [
        [0, Number.NaN],
        [4, Number.NaN]
      ]
    ]
  ],
  [
    'evently, a list of frames',
    '[[{"magnitude":5400,"time":0},{"magnitude":310,"time":21},{"magnitude":1200,"time":31}],[{"magnitude":5,"time":0}]]',
    [events, [[0, 5]]]
  ],
  ['evently, columns', '{"magnitude":[5400,310,1200],"time":[0,21,31]}']
]

test.each(exports)('reads %s', (_, content, cascades = [events]) => {
  expect(eventsOf(readFile(content))).toEqual(cascades)
})

test('keeps ids beyond 2^53 as text', () => {
  const near = v1Retweets.map(each => each.replaceAll(post, '1990000000000000003'))
  const { cascades } = readFile(
    [
      ...v1Retweets,
      ...near.map(each => each.replace('0000202', '0000203').replace('0000303', '0000304'))
    ].join('\n')
  )
  expect(cascades.map(({ name }) => name)).toEqual([post, '1990000000000000003'])
})

test('reads the time of a post from its id', () => {
  const { includes, ...page } = v2Page
  const users = { users: includes.users }
  const id = String((BigInt(Date.parse(at(0)) - 1_288_834_974_657) << 22n) + 5n)
  const content = JSON.stringify({ ...page, includes: users }).replaceAll(post, id)
  const gatherer = new CascadeGatherer()
  const reader = new FileReader({}, { gatherer })
  reader.push(Buffer.from(content))
  reader.end()
  expect(gatherer.finish('zero').cascades.map(({ times }) => [...times])).toEqual([[0, 21, 31]])
})

test('joins posts and reshares of several files', () => {
  const gatherer = new CascadeGatherer()
  for (const [name, content] of [
    [
      '2_abc',
      JSON.stringify([
        { mid: 'x', parent: '', date: '2025-11-21 04:40:21' },
        { mid: 'y', parent: 'x', date: '2025-11-21 04:40:31' },
        { mid: 'z', parent: '', date: '2025-11-21 04:40:41' }
      ])
    ],
    ['2_abc', JSON.stringify({ text: 'a', user: { followers: 5400 }, time: 1763700000 })]
  ] as const) {
    const reader = new FileReader({}, { gatherer, file: { name, format: null } })
    reader.push(Buffer.from(content))
    reader.end()
  }
  expect(gatherer.finish().cascades.map(({ times, magnitudes }) => [[...times], [...magnitudes]])).toEqual([
    [
      [0, 21, 31, 41],
      [5400, Number.NaN, Number.NaN, Number.NaN]
    ]
  ])
})

test('reports what was left out and why', () => {
  const gatherer = new CascadeGatherer()
  const reader = new FileReader({}, { gatherer })
  const unknown = v1Retweets.map(each =>
    each.replaceAll(post, '5').replace('"followers_count":310', '"followers_count":null')
  )
  reader.push(
    Buffer.from(
      [
        ...v1Retweets,
        v1Retweets[0],
        ...unknown.map(each => each.replace('0000202', '0000203').replace('0000303', '0000304')),
        `${v1('9', 3, 1)}}`,
        '{"other":1}',
        '{"broken'
      ].join('\n')
    )
  )
  reader.end()
  expect(gatherer.finish('leave-out')).toMatchObject({
    cascades: [{ name: post }],
    leftOut: {
      'duplicate ids': 1,
      'records of an unknown form': 1,
      'lines that are not valid JSON': 1,
      'posts without a reshare in the files': 1,
      'events of these cascades without a number of followers': 1
    }
  })
})

test('keeps unknown followers unknown, or writes 0, or leaves their cascades out', () => {
  const content = v1Retweets.map(each => each.replace('"followers_count":310', '"followers_count":null'))
  const gather = (choice?: UnknownFollowers) => {
    const gatherer = new CascadeGatherer()
    const reader = new FileReader({}, { gatherer })
    reader.push(Buffer.from(content.join('\n')))
    reader.end()
    const { cascades, notes } = gatherer.finish(choice)
    return [cascades.map(({ magnitudes }) => [...magnitudes]), notes[1]]
  }
  const followers = (unknown: number) => [[5400, unknown, 1200]]
  expect(gather()).toEqual([followers(Number.NaN), 'Followers unknown: 1 of these events.'])
  expect(gather('zero')).toEqual([followers(0), 'Followers unknown, written as 0: 1 of these events.'])
  expect(gather('leave-out')).toEqual([[], 'Left out: cascades with unknown followers (1).'])
})

test('rejects an export whose reshares have no times', () => {
  expect(faultOf('{"uri":"at://a","repostedBy":[{"did":"did:plc:a"}]}').message).toMatch(
    /the file contains no cascade.*getRepostedBy, which has no times of reposts \(1\)/
  )
  const accounts = [{ id: '1', username: 'a', created_at: at(0), followers_count: 5 }]
  for (const content of [accounts, { data: accounts }])
    expect(faultOf(JSON.stringify(content)).message).toMatch(
      /accounts, which have no time of a reshare \(1\)/
    )
  expect(faultOf('7\t1\t1464710400\t2\t1:0 1/2:21 oops\n').message).toMatch(/line 1: "oops" is not a path/)
})
