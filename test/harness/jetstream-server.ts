import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildJetstream } from '../../adapters/live/jetstream.ts'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import { buildRecordingLog } from './recording-log.ts'

/** Epoch microseconds of the first frame. */
export const BEGIN = 1_763_700_000_000_000

/** The record key (TID) of a time: 53 bits of microseconds and 10 bits of a clock id, in base 32. */
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

export function postFrame(time: number, did: string): string {
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

export function repostFrame(time: number, did: string, author: string, postedAt: number): string {
  const subject = { cid: 'c', uri: `at://${author}/app.bsky.feed.post/${recordKey(postedAt)}` }
  const commit = {
    operation: 'create',
    collection: 'app.bsky.feed.repost',
    rkey: recordKey(time),
    record: { subject }
  }
  return JSON.stringify({ did, time_us: time, kind: 'commit', commit })
}

/** Starts a server that sends frames by WebSocket and profiles by HTTP, and a feed that reads it. */
export async function startJetstreamServer(
  onConnection: (socket: WebSocket, cursor: number | null, count: number) => void,
  onProfiles?: (dids: readonly string[], response: ServerResponse) => boolean
) {
  const requestedDids: string[][] = []
  const addresses: string[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const dids = new URL(request.url!, 'http://x').searchParams.getAll('actors')
    requestedDids.push(dids)
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
  return { feed, requestedDids, addresses, lines, url: `http://127.0.0.1:${port}`, log }
}
