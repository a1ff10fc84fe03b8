import { expect, onTestFinished, test } from 'vitest'
import { buildMetrics } from '../../adapters/metrics/prometheus.ts'
import type { EventStream } from '../../ports/stream.ts'
import { startRelay } from '../../relay/relay.ts'
import { openHealth } from '../harness/open-health.ts'
import { openApi, type TestApi } from '../harness/test-api.ts'
import { until } from '../harness/until.ts'

interface SeenEvent {
  readonly id: string
  readonly name: string
  readonly data: { readonly id: string; readonly state: string }
}

/** Starts the API and a relay, which numbers the events of the feed. */
async function openFeed(limits: object = {}) {
  const api = await openApi({ limits })
  const { database, outbox, feed, deadLetters, leases } = api.stores
  const { queue, clock, log } = api.dependencies
  const stream = null as unknown as EventStream
  const relay = startRelay({
    database,
    outbox,
    feed,
    leases,
    queue,
    stream,
    clock,
    log,
    deadLetters,
    metrics: buildMetrics(),
    health: openHealth(),
    owner: 'test'
  })
  onTestFinished(() => relay.close())
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  return { api, url }
}

/** Reads a text/event-stream until it ends or `stop` is called. */
function readEvents(response: Response) {
  const events: SeenEvent[] = []
  let comments = 0
  const ended = (async () => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        if (block.startsWith(':')) comments++
        else events.push(parse(block))
      }
    }
  })()
  return { events, ended: ended.catch(() => {}), comments: () => comments }
}

function parse(block: string): SeenEvent {
  const fields = Object.fromEntries(block.split('\n').map(line => line.split(/: (.*)/s).slice(0, 2)))
  return { id: fields.id, name: fields.event, data: JSON.parse(fields.data) }
}

async function submit({ app }: TestApi): Promise<string> {
  const payload = { events: [{ time: 0, magnitude: 1 }] }
  return (await app.inject({ method: 'POST', url: '/cascades', payload })).json().id
}

async function cancel({ app }: TestApi, id: string): Promise<void> {
  expect((await app.inject({ method: 'DELETE', url: `/predictions/${id}` })).statusCode).toBe(200)
}

test('the feed reports each change, and resumes after the last event without a gap or a repetition', async () => {
  const { api, url } = await openFeed()
  const gone = new AbortController()
  const response = await fetch(`${url}/feed`, { signal: gone.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const first = readEvents(response)
  const ids = [await submit(api), await submit(api), await submit(api)]
  await cancel(api, ids[0]!)
  await until(() => expect(first.events.at(-1)?.name).toBe('prediction.canceled'))
  gone.abort()
  await first.ended

  await cancel(api, ids[1]!)
  await cancel(api, ids[2]!)
  const again = new AbortController()
  const headers = { 'last-event-id': String(first.events.at(-1)!.id) }
  const second = readEvents(await fetch(`${url}/feed?topic=predictions`, { headers, signal: again.signal }))
  await until(() => expect(second.events).toHaveLength(2))
  again.abort()
  const all = [...first.events, ...second.events]
  expect(all.map(({ name, data }) => [name, data.id])).toEqual([
    ...ids.map(id => ['prediction.queued', id]),
    ...ids.map(id => ['prediction.canceled', id])
  ])
  expect(new Set(all.map(event => event.id)).size).toBe(all.length)
})

test('the feed of one prediction begins with its state and ends with it', async () => {
  const { api, url } = await openFeed()
  const id = await submit(api)
  const other = await submit(api)
  const { events, ended } = readEvents(await fetch(`${url}/predictions/${id}/feed`))
  await until(() => expect(events).toHaveLength(1))
  await cancel(api, other)
  await cancel(api, id)
  await ended
  expect(events.map(({ name }) => name)).toEqual(['prediction.queued', 'prediction.canceled'])

  const late = readEvents(await fetch(`${url}/predictions/${id}/feed`))
  await late.ended
  expect(late.events.map(({ name }) => name)).toEqual(['prediction.canceled'])
  expect((await fetch(`${url}/predictions/none/feed`)).status).toBe(404)
})

test('a feed begins with the id to resume from, before any event', async () => {
  const { api, url } = await openFeed()
  const begin = async () => {
    const gone = new AbortController()
    const response = await fetch(`${url}/feed`, { signal: gone.signal })
    const { value } = await response.body!.getReader().read()
    gone.abort()
    return new TextDecoder().decode(value)
  }
  expect(await begin()).toBe(': groundswell\nid: 0\n\n')
  await cancel(api, await submit(api))
  await until(async () => expect(await begin()).toMatch(/^: groundswell\nid: 1\.[0-9a-f]{10}\n\n$/))
})

test('a feed without events sends heartbeats, is limited in number, and ends when the service closes', async () => {
  const { api, url } = await openFeed({
    heartbeatSeconds: 0.05,
    feeds: { total: 1, perKey: 1, perAddress: 1 }
  })
  const { ended, comments } = readEvents(await fetch(`${url}/feed`))
  await until(() => expect(comments()).toBeGreaterThan(3))
  expect((await fetch(`${url}/feed`)).status).toBe(429)
  await api.app.close()
  await ended
})

/** Resumes a feed and returns its first events. */
async function resume(url: string, lastEventId: string, count: number) {
  const leaving = new AbortController()
  const headers = { 'last-event-id': lastEventId }
  const { events, ended } = readEvents(await fetch(url, { headers, signal: leaving.signal }))
  await until(() => expect(events.length).toBeGreaterThanOrEqual(count))
  leaving.abort()
  await ended
  return events
}

/** Creates events and returns the id of the newest one. */
async function newestId({ api }: { readonly api: TestApi }, events: number): Promise<string> {
  for (let index = 0; index < events; index++) await submit(api)
  await until(async () => expect(await api.stores.feed.latest()).toBe(events))
  return (await api.stores.feed.start(null)).token
}

test.each([
  ['of another history, of the same number', 3, 3],
  ['of another history, further than this one', 3, 5]
])('an event id %s is reported once as a gap, and the feed continues from now', async (_, here, there) => {
  const service = await openFeed()
  await newestId(service, here)
  const foreign = await newestId(await openFeed(), there)
  const leaving = new AbortController()
  const headers = { 'last-event-id': foreign }
  const { events, ended } = readEvents(
    await fetch(`${service.url}/feed`, { headers, signal: leaving.signal })
  )
  await until(() => expect(events).toHaveLength(1))
  expect(events[0]).toMatchObject({ name: 'gap', data: { reason: 'unknown-id', oldest: 1 } })
  await submit(service.api)
  await until(() => expect(events).toHaveLength(2))
  leaving.abort()
  await ended
  expect(events[1]).toMatchObject({ name: 'prediction.queued' })
  const again = await resume(`${service.url}/feed`, events[0]!.id, 1)
  expect(again.map(({ name }) => name)).toEqual(['prediction.queued'])
})

test('an old event id without a digest resumes the feed, or is a gap if it is newer than the newest event', async () => {
  const service = await openFeed()
  await newestId(service, 3)
  const [first] = await resume(`${service.url}/feed`, '1', 1)
  expect(first).toMatchObject({ name: 'prediction.queued' })
  const [gap] = await resume(`${service.url}/feed`, '900', 1)
  expect(gap).toMatchObject({ name: 'gap', data: { reason: 'unknown-id' } })
})

test('the feed of one prediction begins with its state for an id of another history', async () => {
  const service = await openFeed()
  const foreign = await newestId(await openFeed(), 5)
  const id = await submit(service.api)
  const [gap, state] = await resume(`${service.url}/predictions/${id}/feed`, foreign, 2)
  expect(gap).toMatchObject({ name: 'gap', data: { reason: 'unknown-id' } })
  expect(state).toMatchObject({ name: 'prediction.queued', data: { id } })
})

test('reports expired events as a gap, followed by the remaining events', async () => {
  const service = await openFeed()
  await newestId(service, 3)
  const { database } = service.api.stores
  await database.write(transaction => transaction.deleteFrom('feed').where('sequence', '<=', 2).execute())
  const [gap, next] = await resume(`${service.url}/feed`, '1.0123456789', 2)
  expect(gap).toMatchObject({ name: 'gap', data: { reason: 'expired', oldest: 3 } })
  expect(next).toMatchObject({ name: 'prediction.queued' })
})

test('rejects an invalid event id', async () => {
  const { inject } = await openApi()
  for (const url of ['/feed', '/predictions/x/feed']) {
    const refused = await inject({ url, headers: { 'last-event-id': 'yesterday' } })
    expect(refused.json()).toMatchObject({ code: 'invalid-header', field: 'Last-Event-ID' })
  }
})
