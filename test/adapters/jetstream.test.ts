import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildFollowerLookup } from '../../adapters/live/follower-lookup.ts'
import { buildJetstream } from '../../adapters/live/jetstream.ts'
import { readFrame } from '../../adapters/live/jetstream-frame.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { LiveBatch } from '../../ports/live-feed.ts'
import { buildRecordingLog } from '../harness/recording-log.ts'

const BEGIN = 1_763_700_000_000_000

/** The record key of a moment: 53 bits of microseconds and 10 of a clock, in base 32. */
function recordKey(microseconds: number): string {
  const digits = '234567abcdefghijklmnopqrstuvwxyz'
  let bits = BigInt(microseconds) << 10n
  let key = ''
  for (let place = 0; place < 13; place++) {
    key = digits[Number(bits & 31n)] + key
    bits >>= 5n
  }
  return key
}

function postFrame(time: number, did: string): string {
  const record = { $type: 'app.bsky.feed.post', text: 'a secret text', createdAt: '2026-11-21T00:00:00Z' }
  const commit = {
    rev: 'r',
    operation: 'create',
    collection: 'app.bsky.feed.post',
    rkey: recordKey(time),
    record,
    cid: 'c'
  }
  return JSON.stringify({ did, time_us: time, kind: 'commit', commit })
}

function repostFrame(time: number, did: string, author: string, postedAt: number): string {
  const subject = { cid: 'c', uri: `at://${author}/app.bsky.feed.post/${recordKey(postedAt)}` }
  const commit = {
    operation: 'create',
    collection: 'app.bsky.feed.repost',
    rkey: recordKey(time),
    record: { subject }
  }
  return JSON.stringify({ did, time_us: time, kind: 'commit', commit })
}

/** A server that speaks both protocols: frames by WebSocket, profiles by HTTP. */
async function startServer(
  onConnection: (socket: WebSocket, cursor: number | null, count: number) => void,
  onProfiles?: (dids: readonly string[], response: ServerResponse) => boolean
) {
  const asked: string[][] = []
  const addresses: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const dids = new URL(request.url!, 'http://x').searchParams.getAll('actors')
    asked.push(dids)
    if (onProfiles?.(dids, response)) return
    const profiles = dids
      .filter(did => !did.endsWith('gone'))
      .map(did => ({ did, handle: 'a.secret.name', followersCount: Number(/\d+$/.exec(did)?.[0] ?? 0) }))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ profiles }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket, request) => {
    addresses.push(request.url!)
    const cursor = new URL(request.url!, 'http://x').searchParams.get('cursor')
    onConnection(socket, cursor === null ? null : Number(cursor), addresses.length)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const { log, lines } = buildRecordingLog()
  const feed = buildJetstream({
    url: `ws://127.0.0.1:${port}/subscribe`,
    profilesUrl: `http://127.0.0.1:${port}`,
    requestsPerSecond: 1_000,
    minFollowers: 100,
    futureSeconds: 300,
    clock: systemClock,
    log,
    metrics: buildMetrics()
  })
  return { feed, asked, addresses, lines, url: `http://127.0.0.1:${port}`, log }
}

/** Batches until `isEnough`. */
async function take(
  batches: AsyncIterable<LiveBatch>,
  isEnough: (taken: readonly LiveBatch[]) => boolean
): Promise<LiveBatch[]> {
  const taken: LiveBatch[] = []
  for await (const batch of batches) {
    taken.push(batch)
    if (isEnough(taken)) break
  }
  return taken
}

const countEvents = (batches: readonly LiveBatch[]) =>
  batches.reduce((sum, { events }) => sum + events.length, 0)

test('posts and reposts become events with followers; text, names and DIDs stay outside', async () => {
  const { feed, addresses } = await startServer(socket => {
    socket.send('{"did":"did:plc:x","time_us":1,"kind":"account"}'.replace('1', String(BEGIN)))
    socket.send('not json')
    socket.send(postFrame(BEGIN + 1, 'did:plc:author500'))
    socket.send(postFrame(BEGIN + 2, 'did:plc:small99'))
    socket.send(repostFrame(BEGIN + 3_000_000, 'did:plc:fan7', 'did:plc:author500', BEGIN + 1))
    socket.send(repostFrame(BEGIN + 3_000_001, 'did:plc:fan8', 'did:plc:small99', BEGIN + 2))
    socket.send(repostFrame(BEGIN + 3_000_002, 'did:plc:fan9', 'did:plc:author500', BEGIN - 5))
    socket.send(repostFrame(BEGIN + 3_000_003, 'did:plc:gone', 'did:plc:author500', BEGIN + 1))
    socket.send(repostFrame(BEGIN + 4_000_000, 'did:plc:fan12', 'did:plc:author500', BEGIN + 1))
  })
  const taken = await take(feed.read(null, new AbortController().signal), all => countEvents(all) === 3)
  const events = taken.flatMap(batch => batch.events)
  expect(events).toMatchObject([
    { kind: 'post', time: (BEGIN + 1) / 1e6, magnitude: 500, source: 'bluesky', eventId: 'post' },
    { kind: 'reshare', time: (BEGIN + 3_000_000) / 1e6, magnitude: 7 },
    { kind: 'reshare', time: (BEGIN + 4_000_000) / 1e6, magnitude: 12 }
  ])
  expect(new Set(events.map(({ cascadeId }) => cascadeId)).size).toBe(1)
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3)
  expect(taken.at(-1)!.watermark).toBe((BEGIN + 4_000_000) / 1e6)
  expect(JSON.stringify(taken)).not.toMatch(/secret|did:plc/)
  expect(addresses[0]).toContain(
    'wantedCollections=app.bsky.feed.post&wantedCollections=app.bsky.feed.repost'
  )
  expect(addresses[0]).not.toContain('cursor')
})

test('leaves out a frame in another unit or ahead of the clock, and its cursor', async () => {
  const { feed, lines } = await startServer(socket => {
    socket.send(postFrame(BEGIN, 'did:plc:author500'))
    socket.send(postFrame(4_000_000_000_000_000, 'did:plc:author501'))
    socket.send(postFrame(BEGIN * 1_000, 'did:plc:author502'))
    socket.send(postFrame(1_763_700_000, 'did:plc:author503'))
    socket.send(postFrame(BEGIN + 5_000_000, 'did:plc:author504'))
  })
  const taken = await take(feed.read(null, new AbortController().signal), all => countEvents(all) === 2)
  const events = taken.flatMap(batch => batch.events)
  expect(events.map(({ magnitude }) => magnitude)).toEqual([500, 504])
  expect(taken.at(-1)!.watermark).toBe((BEGIN + 5_000_000) / 1e6)
  expect(lines.filter(({ message }) => message.includes('was left out')).length).toBeGreaterThan(1)
})

test('a lost connection is made again from a little before the last frame, and nothing is lost', async () => {
  const frames = Array.from({ length: 60 }, (_, index) =>
    postFrame(BEGIN + index * 1_000_000, `did:plc:a${1_000 + index}`)
  )
  const { feed, addresses } = await startServer((socket, cursor, count) => {
    const from = cursor === null ? 0 : Math.ceil((cursor - BEGIN) / 1_000_000)
    const to = count < 3 ? from + 25 : frames.length
    for (const frame of frames.slice(from, to)) socket.send(frame)
    if (count < 3) socket.close()
  })
  const ids = new Set<string>()
  const taken = await take(feed.read(null, new AbortController().signal), all => {
    for (const { events } of all) for (const { cascadeId } of events) ids.add(cascadeId)
    return ids.size === 60
  })
  const cursors = addresses.map(address => new URL(address, 'http://x').searchParams.get('cursor'))
  expect(cursors).toEqual([null, String(BEGIN + 22_000_000), String(BEGIN + 44_000_000)])
  // Resumed later from the place of the last batch.
  const resumed = await take(feed.read(taken.at(-1)!.place, new AbortController().signal), () => true)
  expect(resumed.length).toBe(1)
  expect(addresses[3]).toContain(`cursor=${BEGIN + 57_000_000}`)
})

test('a server that no longer has the last frame has lost events: that is a gap, and later posts alone count', async () => {
  const place = JSON.stringify({ cursor: BEGIN, since: BEGIN - 9_000_000 })
  const { feed } = await startServer(socket => {
    socket.send(postFrame(BEGIN + 50_000_000, 'did:plc:author500'))
    // Of a post that came in the gap.
    socket.send(repostFrame(BEGIN + 51_000_000, 'did:plc:fan7', 'did:plc:author500', BEGIN + 40_000_000))
    socket.send(repostFrame(BEGIN + 52_000_000, 'did:plc:fan8', 'did:plc:author500', BEGIN + 50_000_000))
  })
  const taken = await take(feed.read(place, new AbortController().signal), all => countEvents(all) === 2)
  expect(taken.map(({ gap }) => gap).filter(gap => gap !== null)).toEqual([
    { reason: 'expired', from: BEGIN / 1e6, to: (BEGIN + 50_000_000) / 1e6 }
  ])
  expect(taken.flatMap(({ events }) => events)).toMatchObject([{ magnitude: 500 }, { magnitude: 8 }])
})

test('a place ahead of the clock is a gap, and the feed is read from now on', async () => {
  const ahead = 1_000_000 * (Date.now() / 1_000 + 86_400)
  const { feed, addresses } = await startServer(socket => socket.send(postFrame(BEGIN, 'did:plc:author500')))
  const place = JSON.stringify({ cursor: ahead, since: ahead })
  const [batch] = await take(feed.read(place, new AbortController().signal), () => true)
  expect(batch!.gap).toMatchObject({ reason: 'unknown-place', from: ahead / 1e6 })
  expect(batch!.watermark).toBe(BEGIN / 1e6)
  expect(addresses[0]).not.toContain('cursor')
})

test('a taker who is too slow costs the connection, not an event', async () => {
  const total = 12_000
  const frames = Array.from({ length: total }, (_, index) =>
    postFrame(BEGIN + index * 1_000, `did:plc:a${1_000 + (index % 50)}`)
  )
  let held = 0
  let closes = 0
  const { feed, addresses } = await startServer((socket, cursor) => {
    const from = cursor === null ? 0 : Math.max(0, Math.ceil((cursor - BEGIN) / 1_000))
    socket.once('close', () => closes++)
    for (const frame of frames.slice(from)) socket.send(frame)
  })
  const ids = new Set<string>()
  for await (const { events } of feed.read(null, new AbortController().signal)) {
    held = Math.max(held, events.length)
    for (const { cascadeId } of events) ids.add(cascadeId)
    if (ids.size === total) break
    // Taken up again only once the connection was given up for it.
    if (closes === 0) await expect.poll(() => closes).toBe(1)
  }
  expect(ids.size).toBe(total)
  expect(held).toBeLessThanOrEqual(5_000)
  expect(addresses.length).toBeGreaterThan(1)
})

test('followers are asked for in batches, once, at a bounded rate, and again after a refusal', async () => {
  let refusals = 2
  const at: number[] = []
  const { asked, url, log } = await startServer(
    () => {},
    (_, response) => {
      at.push(performance.now())
      if (refusals-- <= 0) return false
      response.writeHead(429, { 'retry-after': '0' }).end()
      return true
    }
  )
  const metrics = buildMetrics()
  const options = { url, requestsPerSecond: 20, clock: systemClock, log, metrics, random: () => 1 }
  const lookup = buildFollowerLookup(options)
  const dids = Array.from({ length: 60 }, (_, index) => `did:plc:a${index}`)
  const { signal } = new AbortController()
  const found = await lookup.find([...dids, ...dids, 'did:plc:gone'], signal)
  expect(found.size).toBe(60)
  expect(found.get('did:plc:a42')).toBe(42)
  expect(asked.map(({ length }) => length)).toEqual([25, 25, 25, 25, 11])
  for (let index = 1; index < at.length; index++) expect(at[index]! - at[index - 1]!).toBeGreaterThan(40)
  // Exponential backoff after each refusal.
  expect(at[1]! - at[0]!).toBeGreaterThan(490)
  expect(at[2]! - at[1]!).toBeGreaterThan(990)
  await lookup.find([...dids, 'did:plc:gone'], signal)
  expect(asked).toHaveLength(5)
})

test('one account that is refused fails no other of its batch, and is not asked for again', async () => {
  const { asked, url, log } = await startServer(
    () => {},
    (dids, response) => {
      if (!dids.includes('did:plc:bad7')) return false
      response.writeHead(400).end()
      return true
    }
  )
  const metrics = buildMetrics()
  const lookup = buildFollowerLookup({ url, requestsPerSecond: 1_000, clock: systemClock, log, metrics })
  const dids = Array.from({ length: 24 }, (_, index) => `did:plc:a${index}`)
  const { signal } = new AbortController()
  const wanted = [...dids, 'did:plc:bad7', 'did:plc:', 'not a did', 'did:web:a%zz']
  expect((await lookup.find(wanted, signal)).size).toBe(24)
  const { length } = asked
  expect(asked.flat()).not.toContain('not a did')
  expect((await lookup.find(wanted, signal)).size).toBe(24)
  expect(asked).toHaveLength(length)
  const { body } = await metrics.render()
  expect(body).toContain('groundswell_live_accounts_refused_total{reason="refused"} 1')
})

test('told to stop, it ends, connected or not', async () => {
  const { feed } = await startServer(socket => socket.send(postFrame(BEGIN, 'did:plc:a500')))
  const stopping = new AbortController()
  for await (const batch of feed.read(null, stopping.signal)) {
    expect(batch.events).toHaveLength(1)
    stopping.abort()
  }
})

test('frames that are something else are passed over', () => {
  const post = JSON.parse(postFrame(BEGIN, 'did:plc:a1'))
  const others = [
    'null',
    '[]',
    '7',
    '{}',
    '{"time_us":"soon"}',
    JSON.stringify({ ...post, commit: { ...post.commit, operation: 'delete' } }),
    JSON.stringify({ ...post, commit: { ...post.commit, collection: 'app.bsky.feed.like' } }),
    JSON.stringify({ ...post, did: 'not a did' }),
    JSON.stringify({ ...post, commit: null }),
    JSON.stringify({ ...post, kind: 'identity' }),
    repostFrame(BEGIN, 'did:plc:a1', 'did:plc:b1/../../x', BEGIN)
  ]
  for (const text of others) expect(readFrame(text).action, text).toBeNull()
  expect(readFrame(JSON.stringify(post)).action).toMatchObject({ is: 'post', time: BEGIN, postedAt: BEGIN })
})
