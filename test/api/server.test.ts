import { expect, test } from 'vitest'
import { buildHandlers } from '../../api/handlers.ts'
import { buildCallers } from '../../api/http/callers.ts'
import { buildClientAddress } from '../../api/http/client-address.ts'
import { operations } from '../../api/http/contract.ts'
import { statuses } from '../../api/http/problem.ts'
import { findSuccessor } from '../../api/http/successors.ts'
import { errorKinds, Failure } from '../../ports/errors.ts'
import { openHealth } from '../harness/open-health.ts'
import { openApi } from '../harness/test-api.ts'

test('has one handler for each operation, and one operation for each handler', async () => {
  const { dependencies, app } = await openApi()
  const ids = operations.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const addressOf = buildClientAddress(dependencies.settings)
  const callers = buildCallers(dependencies.settings, dependencies.clock, addressOf)
  expect(Object.keys(buildHandlers(dependencies, { callers, addressOf })).toSorted()).toEqual(
    ids.filter(id => findSuccessor(id) === null).toSorted()
  )
  await app.ready()
  for (const { method, path } of operations)
    expect(app.hasRoute({ method, url: path.replaceAll(/\{(\w+)\}/g, ':$1') }), `${method} ${path}`).toBe(
      true
    )
})

test('an operation with a successor has the same parameters, but the predictor in the query instead of the path', () => {
  for (const { id, parameters, body, method, isOpen } of operations) {
    const successor = operations.find(each => each.id === findSuccessor(id))
    if (!successor) continue
    const { path, query, header } = successor.parameters
    const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).toSorted()
    expect([id, method, isOpen, body]).toEqual([id, successor.method, successor.isOpen, successor.body])
    expect([id, ...names(parameters.path), 'predictor'].toSorted()).toEqual([id, ...names(path)].toSorted())
    expect([id, ...names(parameters.query)]).toEqual([id, ...names([...query, { name: 'predictor' }])])
    expect([id, names(parameters.header)]).toEqual([id, names(header)])
  }
})

test('every error code has a status: 4xx for the caller, 429 or 503 if unavailable, 500 for internal errors', () => {
  for (const [code, { status }] of Object.entries(statuses)) {
    const kind = errorKinds[code as keyof typeof errorKinds]
    if (kind === 'unavailable') expect([429, 503], code).toContain(status)
    if (kind === 'internal') expect(status).toBe(500)
  }
})

test('an unknown path answers 404, and a wrong method 405 with the allowed methods', async () => {
  const { inject } = await openApi()
  expect((await inject({ url: '/nothing' })).json()).toMatchObject({ status: 404, code: 'not-found' })
  const wrong = await inject({ method: 'POST', url: '/models/3' })
  expect(wrong.json()).toMatchObject({ status: 405, code: 'method-not-allowed' })
  expect(wrong.json().detail).toContain('use one of GET')
  expect(wrong.headers.allow).toBe('GET, HEAD, OPTIONS')
  expect((await inject({ url: '/predictions/%zz' })).statusCode).toBe(404)
  expect((await inject({ url: `/predictions/${'x'.repeat(2000)}` })).statusCode).toBeLessThan(500)
  const bodied = await inject({ method: 'DELETE', url: '/predictions/x', payload: {} })
  expect(bodied.json().code).toBe('invalid-body')
})

test('returns the request id of the caller, generates one, or rejects an invalid one', async () => {
  const { inject } = await openApi()
  const given = await inject({ url: '/health/live', headers: { 'x-request-id': 'abc-1' } })
  expect(given.headers['x-request-id']).toBe('abc-1')
  expect((await inject({ url: '/health/live' })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  const bad = await inject({ url: '/health/live', headers: { 'x-request-id': 'a b' } })
  expect(bad.json()).toMatchObject({ code: 'invalid-header', field: 'X-Request-Id' })
})

test('stores the request id with the prediction', async () => {
  const { inject } = await openApi()
  const payload = { events: [{ time: 0, magnitude: 1 }] }
  const sent = await inject({
    method: 'POST',
    url: '/cascades',
    payload,
    headers: { 'x-request-id': 'trace-7' }
  })
  expect((await inject({ url: sent.headers.location as string })).json().requestId).toBe('trace-7')
})

test('checks host, origin and key for every operation except the probes', async () => {
  const secret = 'a-secret-of-some-length'
  const { inject } = await openApi({ settings: { keys: [{ name: 'ops', secret }] } })
  const authorization = `Bearer ${secret}`
  expect((await inject({ url: '/health/live' })).statusCode).toBe(200)
  for (const { method, path, isOpen } of operations.filter(each => !each.isOpen)) {
    const refused = await inject({
      method,
      url: path.replaceAll(/\{version\}/g, '1').replaceAll(/\{\w+\}/g, 'x')
    })
    expect([401, isOpen], `${method} ${path}`).toContain(refused.statusCode)
    expect(refused.headers['www-authenticate']).toBe('Bearer')
  }
  expect((await inject({ url: '/models', headers: { authorization } })).statusCode).toBe(200)
  const foreign = { authorization, host: 'evil.example' }
  expect((await inject({ url: '/models', headers: foreign })).json().code).toBe('forbidden-host')
  const page = { authorization, origin: 'https://evil.example' }
  const crossing = await inject({ url: '/models', headers: page })
  expect(crossing.json().code).toBe('forbidden-origin')
  expect(Object.keys(crossing.headers).filter(name => name.startsWith('access-control'))).toEqual([])
})

test('readiness names failed components, and is 503 only if requests cannot be answered', async () => {
  const health = openHealth(['api'])
  const { inject } = await openApi({ health })
  const database = health.component({ name: 'database', role: 'every', remedy: 'start it' })
  const blobs = health.component({ name: 'blobs', role: 'blobs', remedy: 'look for it' })
  expect((await inject({ url: '/health/ready' })).json()).toMatchObject({ status: 'ready' })

  blobs.reportProblem({ state: 'failed', cause: 'the bucket is gone' })
  const degraded = await inject({ url: '/health/ready' })
  expect(degraded.statusCode).toBe(200)
  expect(degraded.json()).toMatchObject({
    status: 'degraded',
    checks: [
      { name: 'database', ok: true, state: 'ok', reason: null, remedy: null },
      { name: 'blobs', ok: false, state: 'failed', reason: 'the bucket is gone', remedy: 'look for it' }
    ]
  })

  database.reportProblem({ state: 'failed', cause: 'it takes no writes' })
  const refused = await inject({ url: '/health/ready' })
  expect(refused.statusCode).toBe(503)
  expect(refused.json().status).toBe('not-ready')
  expect((await inject({ url: '/health/live' })).json()).toEqual({ status: 'live' })
})

test('answers 503 with Retry-After while a dependency is down, and 500 for an internal error, which only the log describes', async () => {
  const { app, dependencies, logLines } = await openApi()
  const handlers = dependencies.predictions as { get: typeof dependencies.predictions.get }
  const live = handlers.get
  handlers.get = async () => {
    throw new Failure('database-unavailable', 'the database is unavailable', { retryAfterSeconds: 3 })
  }
  const away = await app.inject({ url: '/predictions/x' })
  expect(away.statusCode).toBe(503)
  expect(away.headers['retry-after']).toBe('3')
  handlers.get = async () => {
    throw new TypeError('secret detail')
  }
  const bug = await app.inject({ url: '/predictions/x', headers: { 'x-request-id': 'bug-1' } })
  expect(bug.statusCode).toBe(500)
  expect(bug.body).not.toContain('secret detail')
  const logged = logLines.filter(({ level }) => level === 'error')
  expect(logged).toHaveLength(1)
  expect(logged[0]!.fields).toMatchObject({ requestId: 'bug-1', error: { message: 'secret detail' } })
  handlers.get = live
})

test('does not log the mistakes of callers', async () => {
  const { inject, logLines } = await openApi()
  const before = logLines.length
  expect((await inject({ url: '/predictions?limit=0' })).statusCode).toBe(400)
  expect((await inject({ url: '/predictions/none' })).statusCode).toBe(404)
  expect(logLines.slice(before).filter(({ level }) => level !== 'debug')).toEqual([])
})

test('shows metrics, queues, processes, dead letters and webhooks', async () => {
  const { inject, stores } = await openApi()
  const payload = { events: [{ time: 0, magnitude: 1 }] }
  await inject({ method: 'POST', url: '/cascades', payload })
  const metrics = await inject({ url: '/metrics' })
  expect(metrics.body).toContain('groundswell_predictions_accepted_total{predictor="cascade-size"} 1')
  expect((await inject({ url: '/queues' })).json().items).toMatchObject([
    { predictor: 'cascade-size', queued: 1, running: 0 }
  ])

  await stores.processes.beat({ id: 'p1', services: ['api'], startedAt: Date.now(), status: '{"threads":2}' })
  expect((await inject({ url: '/processes' })).json().items).toMatchObject([
    { id: 'p1', status: { threads: 2 } }
  ])

  await stores.deadLetters.add({
    id: 'letter-1',
    queue: 'predict.cascade-size',
    body: 'garbage',
    properties: null,
    reason: 'not JSON'
  })
  expect((await inject({ url: '/dead-letters' })).json().items).toMatchObject([
    { id: 'letter-1', reason: 'not JSON' }
  ])
  const redrive = () => inject({ method: 'POST', url: '/dead-letters/letter-1/redrive' })
  expect((await redrive()).statusCode).toBe(202)
  expect((await redrive()).statusCode).toBe(409)
  expect((await inject({ url: '/dead-letters/letter-1/body' })).rawPayload).toEqual(Buffer.from('garbage'))
  expect((await inject({ method: 'POST', url: '/dead-letters/none/redrive' })).statusCode).toBe(404)
  await stores.deadLetters.add({
    id: 'batch',
    queue: 'events',
    body: '',
    properties: null,
    reason: 'damaged'
  })
  expect((await inject({ method: 'POST', url: '/dead-letters/batch/redrive' })).json()).toMatchObject({
    status: 409,
    detail: 'the dead letter has no bytes to redrive: remove it and send its messages again'
  })
  await stores.deadLetters.remove('batch')
  expect((await inject({ url: '/dead-letters' })).json().items).toHaveLength(0)
  expect((await inject({ url: '/dead-letters?includeRedriven=true' })).json().items).toHaveLength(1)
  expect((await inject({ url: '/webhook-deliveries' })).json()).toEqual({ items: [], next: null })
  expect((await inject({ url: '/predictors' })).json().items).toMatchObject([
    { name: 'cascade-size', servingVersion: null }
  ])
})

test('the documentation loads nothing from other hosts and has a strict policy', async () => {
  const { app } = await openApi()
  const page = await app.inject({ url: '/docs' })
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(match => match[1]!)
  expect(files.filter(file => !file.startsWith('/docs/'))).toEqual(['data:,'])
  for (const file of files.filter(each => each.startsWith('/')))
    expect((await app.inject({ url: file })).statusCode, file).toBe(200)
  expect((await app.inject({ url: '/openapi.json' })).json().openapi).toBe('3.1.0')
  const problems = await app.inject({ url: '/docs/problems' })
  for (const code of Object.keys(errorKinds)) expect(problems.body).toContain(`id="${code}"`)
})
