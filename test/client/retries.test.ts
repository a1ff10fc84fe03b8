import { expect, test } from 'vitest'
import { buildClient, GroundswellError } from '../../client/client.ts'
import { answer, cut, cutInTheMiddle, refuse, silence, startFaulty } from './faulty-server.ts'

const cascade = { events: [{ time: 0, magnitude: 1 }] }
const accepted = answer(202, { id: 'prd_1', state: 'queued' })

test('retries a submission after refusals, cut connections and cut answers, under one key', async () => {
  const { client, seen } = await startFaulty([
    refuse(503, 'database-unavailable'),
    cut,
    cutInTheMiddle,
    answer(502, '<html>a proxy</html>'),
    accepted
  ])
  expect(await client.submit(cascade)).toMatchObject({ id: 'prd_1' })
  expect(seen).toHaveLength(5)
  expect(new Set(seen.map(({ body }) => body)).size).toBe(1)
  const keys = new Set(seen.map(({ headers }) => headers['idempotency-key']))
  expect([...keys]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])

  await client.submit(cascade)
  expect(keys).not.toContain(seen.at(-1)!.headers['idempotency-key'])
  await client.submit(cascade, { idempotencyKey: 'mine' })
  expect(seen.at(-1)!.headers['idempotency-key']).toBe('mine')
})

test('waits for Retry-After, and retries with exponential backoff', async () => {
  const { client, seen } = await startFaulty([refuse(429, 'backlog-full', { 'retry-after': '1' }), accepted])
  const begun = performance.now()
  await client.submit(cascade)
  expect(seen).toHaveLength(2)
  expect(performance.now() - begun).toBeGreaterThan(990)

  const lost = await startFaulty([cut], { attempts: 4 })
  await expect(lost.client.submit(cascade)).rejects.toMatchObject({ code: 'network', status: null })
  expect(lost.seen).toHaveLength(4)
})

test('sends a request that is not idempotent once, unless it was refused', async () => {
  const { client, seen } = await startFaulty([cut])
  const calls = [
    () => client.models.rollback({ reason: 'worse' }),
    () => client.models.promote(2),
    () => client.predictions.retry('prd_1'),
    () => client.deadLetters.redrive('dlt_1'),
    () => client.training.start()
  ]
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'network' })
  expect(seen).toHaveLength(calls.length)

  const entry = answer(200, { version: 1 })
  const refusing = await startFaulty([refuse(429, 'backlog-full', { 'retry-after': '0' }), entry])
  expect(await refusing.client.models.rollback()).toEqual({ version: 1 })
  const away = await startFaulty([refuse(503, 'blobs-unavailable'), entry])
  await expect(away.client.models.rollback()).rejects.toMatchObject({ code: 'blobs-unavailable' })
})

test('rejects at once with a typed error when the service refuses', async () => {
  const faults = [{ field: '/events/0/time', reason: 'is missing' }]
  const problem = { type: '/docs/problems#invalid-field', title: 'x', status: 400, code: 'invalid-field' }
  const body = { ...problem, detail: 'a field is wrong', field: '/events/0/time', faults, requestId: 'req-7' }
  const { client, seen } = await startFaulty([answer(400, body), answer(404, 'lost'), answer(200, 'hello')])
  const error = await client.submit(cascade).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(GroundswellError)
  expect(error).toMatchObject({
    code: 'invalid-field',
    message: 'a field is wrong',
    status: 400,
    field: '/events/0/time',
    faults,
    requestId: 'req-7'
  })
  await expect(client.submit(cascade)).rejects.toMatchObject({ code: 'unexpected-answer', status: 404 })
  await expect(client.submit(cascade)).rejects.toMatchObject({ code: 'unexpected-answer', status: 200 })
  expect(seen).toHaveLength(3)
})

test('gives up a slow request, and ends calls and delays with the reason of the signal', async () => {
  const { client, seen } = await startFaulty([silence], { timeoutSeconds: 0.05, attempts: 2 })
  await expect(client.models.list()).rejects.toMatchObject({ code: 'timeout', status: null })
  expect(seen).toHaveLength(2)

  const reason = new Error('enough')
  const waiting = await startFaulty([silence])
  const abort = new AbortController()
  const call = waiting.client.models.list({}, { signal: abort.signal })
  await expect.poll(() => waiting.seen.length).toBe(1)
  abort.abort(reason)
  await expect(call).rejects.toBe(reason)

  const pausing = await startFaulty([refuse(503, 'shutting-down', { 'retry-after': '600' })])
  const stop = new AbortController()
  const paused = pausing.client.models.list({}, { signal: stop.signal })
  await expect.poll(() => pausing.seen.length).toBe(1)
  stop.abort(reason)
  await expect(paused).rejects.toBe(reason)
  await expect(pausing.client.models.list({}, { signal: stop.signal })).rejects.toBe(reason)
})

test('polls until the prediction ends, and stops at the timeout', async () => {
  const running = { id: 'prd_1', state: 'running', finishedAt: null }
  const { client, seen } = await startFaulty([
    accepted,
    answer(200, running),
    cut,
    answer(200, { ...running, state: 'succeeded', finishedAt: '2026-01-01T00:00:00Z' })
  ])
  expect(await client.submitAndWait(cascade)).toMatchObject({ state: 'succeeded' })
  expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /cascades',
    'GET /predictions/prd_1',
    'GET /predictions/prd_1',
    'GET /predictions/prd_1'
  ])
  expect(seen.every(({ headers }) => headers.prefer === 'wait=30')).toBe(true)

  const endless = await startFaulty([answer(200, running)])
  await expect(endless.client.predictions.wait('prd_1', { timeoutSeconds: 0.05 })).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('prd_1 is still running')
  })
})

test('sends the key, further headers and the path of a proxy with every request', async () => {
  const { url, seen } = await startFaulty([answer(200, { items: [], next: null })])
  const headers = { 'x-csrf-token': 't' }
  const client = buildClient({ url: `${url}/groundswell/`, apiKey: 'secret', headers })
  await client.predictions.list({ state: 'failed', subject: 'a/b?c', limit: 3 })
  await client.outcomes.get('a/b?c')
  expect(seen.map(({ path }) => path)).toEqual([
    '/groundswell/predictions?state=failed&subject=a%2Fb%3Fc&limit=3',
    '/groundswell/cascades/a%2Fb%3Fc/outcome'
  ])
  for (const { headers } of seen)
    expect(headers).toMatchObject({ authorization: 'Bearer secret', 'x-csrf-token': 't' })
  expect(() => buildClient({ url: 'ftp://example.org' })).toThrow(TypeError)
})
