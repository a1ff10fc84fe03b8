import { expect, test } from 'vitest'
import { readServerEvents } from '../../client/server-events.ts'
import { answer, event, refuse, startFaulty, stream } from './faulty-server.ts'

/** Reads `count` events. */
async function take<Event>(events: AsyncIterable<Event>, count: number): Promise<Event[]> {
  const taken: Event[] = []
  for await (const event of events) if (taken.push(event) === count) break
  return taken
}

test('resumes a feed that was cut, ended or refused, without loss or duplicates', async () => {
  const states: string[] = []
  const { client, seen } = await startFaulty([
    stream(': groundswell\nid: 6\n\n', 'cut'),
    stream(`${event(7, 'running')}${event(8, 'succeeded')}id: 9\nevent: prediction.run`, 'cut'),
    refuse(503, 'shutting-down', { 'retry-after': '0' }),
    // Sends event 8 again.
    stream(`${event(8, 'succeeded')}${event(9, 'running')}`, 'end'),
    stream(`:\n\n${event(10, 'failed')}`, 'stay')
  ])
  const events = client.events({ topic: 'predictions', onConnection: state => states.push(state) })
  const taken = await take(events, 4)
  expect(taken.map(({ id, name }) => [id, name])).toEqual([
    ['7', 'prediction.running'],
    ['8', 'prediction.succeeded'],
    ['9', 'prediction.running'],
    ['10', 'prediction.failed']
  ])
  expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '6', '8', '8', '9'])
  expect(seen[0]!.path).toBe('/feed?topic=predictions')
  expect(states).toEqual(['open', 'lost', 'open', 'lost', 'open', 'lost', 'open'])
})

test('reopens a silent stream, and closes it when the reader stops', async () => {
  let closed = 0
  const { client, seen } = await startFaulty(
    [
      stream('id: 3\n\n', 'stay'),
      (response, seen) => {
        response.once('close', () => closed++)
        stream(event(4, 'running'), 'stay')(response, seen)
      }
    ],
    { silenceSeconds: 0.1 }
  )
  expect(await take(client.events(), 1)).toMatchObject([{ id: '4', data: { state: 'running' } }])
  expect(seen[1]!.headers['last-event-id']).toBe('3')
  await expect.poll(() => closed).toBe(1)
})

test('rejects at once if a feed fails permanently, otherwise after all attempts', async () => {
  const refused = await startFaulty([refuse(401, 'unauthorized')])
  await expect(take(refused.client.events(), 1)).rejects.toMatchObject({ code: 'unauthorized' })
  expect(refused.seen).toHaveLength(1)
  const away = await startFaulty([refuse(503, 'database-unavailable')], { attempts: 3 })
  await expect(take(away.client.events(), 1)).rejects.toMatchObject({ code: 'database-unavailable' })
  expect(away.seen).toHaveLength(3)
  const page = await startFaulty([answer(200, '<html>', { 'content-type': 'text/html' })])
  await expect(take(page.client.events(), 1)).rejects.toMatchObject({ code: 'unexpected-answer' })
})

test('ends a feed by its signal, both open and between retries', async () => {
  const reason = new Error('enough')
  for (const then of ['stay', 'cut'] as const) {
    const abort = new AbortController()
    const { client } = await startFaulty([stream(event(1, 'running'), then)], { maxPauseSeconds: 0.5 })
    const reading = (async () => {
      for await (const _ of client.events({ signal: abort.signal })) setTimeout(() => abort.abort(reason), 5)
    })()
    await expect(reading).rejects.toBe(reason)
  }
})

test('takes smaller event numbers as new events after a gap to another history', async () => {
  const { client, seen } = await startFaulty([
    stream('id: 50.aa\nevent: prediction.queued\ndata: {"id":"a"}\n\n', 'cut'),
    stream(
      'id: 3.bb\n\nid: 3.bb\nevent: gap\ndata: {"reason":"unknown-id","oldest":1}\n\nid: 4.bb\nevent: prediction.queued\ndata: {"id":"b"}\n\n',
      'cut'
    ),
    stream('id: 5.bb\nevent: prediction.queued\ndata: {"id":"c"}\n\n', 'stay')
  ])
  const names: string[] = []
  for await (const { name, id } of client.events()) {
    names.push(`${name} ${id}`)
    if (names.length === 4) break
  }
  expect(names).toEqual([
    'prediction.queued 50.aa',
    'gap 3.bb',
    'prediction.queued 4.bb',
    'prediction.queued 5.bb'
  ])
  expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '50.aa', '4.bb'])
})

test('follows one prediction to its end, and reads its state again after lost events', async () => {
  const { client, seen } = await startFaulty([
    stream(event(5, 'queued'), 'cut'),
    stream('event: gap\ndata: {"oldest": 90}\n\n', 'stay'),
    stream(`${event(91, 'running')}${event(92, 'succeeded')}${event(93, 'running')}`, 'stay')
  ])
  const names: string[] = []
  for await (const { name } of client.predictions.events('prd_1')) names.push(name)
  expect(names).toEqual(['prediction.queued', 'prediction.running', 'prediction.succeeded'])
  expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/predictions/prd_1/feed'))
  expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '5', undefined])
})

test('reads the same events wherever the bytes are split', async () => {
  const text = `\uFEFFid: 1\r\nevent: a\r\ndata: {"x":"\u2028é"}\r\n\r\n: beat\n\nid\ndata: one\rdata:two\r\r\nid: 3\n\ndata: lost`
  const bytes = new TextEncoder().encode(text)
  const expected = [
    { id: '1', name: 'a', data: '{"x":"\u2028é"}' },
    { id: '', name: 'message', data: 'one\ntwo' },
    { id: '3', name: 'message', data: null }
  ]
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size))
        controller.close()
      }
    })
    const events = []
    for await (const event of readServerEvents(body, () => {})) events.push(event)
    expect(events).toEqual(expected)
  }
})
