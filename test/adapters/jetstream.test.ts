import { expect, test } from 'vitest'
import { readFrame } from '../../adapters/live/jetstream-frame.ts'
import type { LiveBatch } from '../../ports/live-feed.ts'
import { BEGIN, postFrame, repostFrame, startJetstreamServer } from '../harness/jetstream-server.ts'

/** Reads batches until `isEnough`. */
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

test('converts posts and reposts to events with followers or unknown ones, without text, names or DIDs', async () => {
  const { feed, addresses } = await startJetstreamServer(socket => {
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
  const taken = await take(feed.read(null, new AbortController().signal), all => countEvents(all) === 4)
  const events = taken.flatMap(batch => batch.events)
  expect(events).toMatchObject([
    { kind: 'post', time: (BEGIN + 1) / 1e6, magnitude: 500, source: 'bluesky', eventId: 'post' },
    { kind: 'reshare', time: (BEGIN + 3_000_000) / 1e6, magnitude: 7 },
    { kind: 'reshare', time: (BEGIN + 3_000_003) / 1e6, magnitude: null },
    { kind: 'reshare', time: (BEGIN + 4_000_000) / 1e6, magnitude: 12 }
  ])
  expect(events.map(({ authorId }) => typeof authorId)).toEqual(['string', ...Array(3).fill('undefined')])
  expect(new Set(events.map(({ cascadeId }) => cascadeId)).size).toBe(1)
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4)
  expect(taken.at(-1)!.watermark).toBe((BEGIN + 4_000_000) / 1e6)
  expect(JSON.stringify(taken)).not.toMatch(/secret|did:plc/)
  expect(addresses[0]).toContain(
    'wantedCollections=app.bsky.feed.post&wantedCollections=app.bsky.feed.repost'
  )
  expect(addresses[0]).not.toContain('cursor')
})

test('ignores a frame whose time has another unit or is ahead of the clock', async () => {
  const { feed, lines } = await startJetstreamServer(socket => {
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
  expect(lines.filter(({ message }) => message.includes('skipped a frame')).length).toBeGreaterThan(1)
})

test('reconnects from shortly before the last frame and loses no event', async () => {
  const frames = Array.from({ length: 60 }, (_, index) =>
    postFrame(BEGIN + index * 1_000_000, `did:plc:a${1_000 + index}`)
  )
  const { feed, addresses } = await startJetstreamServer((socket, cursor, count) => {
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
  // Resumes from the position of the last batch.
  const resumed = await take(feed.read(taken.at(-1)!.place, new AbortController().signal), () => true)
  expect(resumed.length).toBe(1)
  expect(addresses[3]).toContain(`cursor=${BEGIN + 57_000_000}`)
})

test('reports a gap if the server no longer has the last frame, and then counts only later posts', async () => {
  const place = JSON.stringify({ cursor: BEGIN, since: BEGIN - 9_000_000 })
  const { feed } = await startJetstreamServer(socket => {
    socket.send(postFrame(BEGIN + 50_000_000, 'did:plc:author500'))
    // A repost of a post within the gap.
    socket.send(repostFrame(BEGIN + 51_000_000, 'did:plc:fan7', 'did:plc:author500', BEGIN + 40_000_000))
    socket.send(repostFrame(BEGIN + 52_000_000, 'did:plc:fan8', 'did:plc:author500', BEGIN + 50_000_000))
  })
  const taken = await take(feed.read(place, new AbortController().signal), all => countEvents(all) === 2)
  expect(taken.map(({ gap }) => gap).filter(gap => gap !== null)).toEqual([
    { reason: 'expired', from: BEGIN / 1e6, to: (BEGIN + 50_000_000) / 1e6 }
  ])
  expect(taken.flatMap(({ events }) => events)).toMatchObject([{ magnitude: 500 }, { magnitude: 8 }])
})

test('reports a gap for a cursor ahead of the clock, and reads from now', async () => {
  const ahead = 1_000_000 * (Date.now() / 1_000 + 86_400)
  const { feed, addresses } = await startJetstreamServer(socket =>
    socket.send(postFrame(BEGIN, 'did:plc:author500'))
  )
  const place = JSON.stringify({ cursor: ahead, since: ahead })
  const [batch] = await take(feed.read(place, new AbortController().signal), () => true)
  expect(batch!.gap).toMatchObject({ reason: 'unknown-place', from: ahead / 1e6 })
  expect(batch!.watermark).toBe(BEGIN / 1e6)
  expect(addresses[0]).not.toContain('cursor')
})

test('disconnects a reader that is too slow, without losing an event', async () => {
  const total = 12_000
  const frames = Array.from({ length: total }, (_, index) =>
    postFrame(BEGIN + index * 1_000, `did:plc:a${1_000 + (index % 50)}`)
  )
  let held = 0
  let closes = 0
  const { feed, addresses } = await startJetstreamServer((socket, cursor) => {
    const from = cursor === null ? 0 : Math.max(0, Math.ceil((cursor - BEGIN) / 1_000))
    socket.once('close', () => closes++)
    for (const frame of frames.slice(from)) socket.send(frame)
  })
  const ids = new Set<string>()
  for await (const { events } of feed.read(null, new AbortController().signal)) {
    held = Math.max(held, events.length)
    for (const { cascadeId } of events) ids.add(cascadeId)
    if (ids.size === total) break
    // Reads on only after the feed has closed the connection.
    if (closes === 0) await expect.poll(() => closes).toBe(1)
  }
  expect(ids.size).toBe(total)
  expect(held).toBeLessThanOrEqual(5_000)
  expect(addresses.length).toBeGreaterThan(1)
})

test('ends when it is aborted', async () => {
  const { feed } = await startJetstreamServer(socket => socket.send(postFrame(BEGIN, 'did:plc:a500')))
  const stopping = new AbortController()
  for await (const batch of feed.read(null, stopping.signal)) {
    expect(batch.events).toHaveLength(1)
    stopping.abort()
  }
})

test('ignores other frames', () => {
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
