import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { openApi } from '../harness/test-api.ts'

test('lists, reads, promotes and compares versions, and returns the published bytes', async () => {
  const api = await openApi()
  const get = async (url: string) => api.inject({ url })
  expect((await get('/models/latest')).statusCode).toBe(404)
  for (const text of ['one', 'two', 'three']) await api.publish(text)
  const list = (await get('/models?limit=2')).json()
  expect(list.items.map(({ version }: { version: number }) => version)).toEqual([3, 2])
  const rest = (await get(`/models?limit=2&cursor=${list.next}`)).json()
  expect(rest.items.map(({ version }: { version: number }) => version)).toEqual([1])
  expect(rest.next).toBeNull()

  const promoted = await api.inject({
    method: 'POST',
    url: '/models/2/promote',
    payload: { reason: 'better' }
  })
  expect(promoted.json()).toMatchObject({
    action: 'promote',
    version: 2,
    previous: null,
    actor: 'api',
    reason: 'better'
  })
  expect((await get('/models/latest')).json()).toMatchObject({
    version: 2,
    isServing: true,
    isSimulated: true
  })
  expect((await get('/models/3')).json()).toMatchObject({
    isServing: false,
    trainerNotes: 'of a test',
    otherMetrics: [],
    calibration: null
  })
  const lease = { name: 'trainer', owner: 'test' }
  await api.stores.leases.take(lease.name, lease.owner, 60)
  const learned = { predictor: 'cascade-size', version: 2, calibration: '{}', cases: 50, learnedAt: 1_000 }
  await api.stores.calibrations.put(learned, lease)
  for (const url of ['/models/latest', '/models/2', '/predictors/cascade-size/models/2'])
    expect((await get(url)).json().calibration).toEqual({ cases: 50, learnedAt: '1970-01-01T00:00:01.000Z' })

  const artefact = await get('/models/2/artefact')
  expect(artefact.body).toBe('two')
  expect(artefact.headers.etag).toBe(`"${createHash('sha256').update('two').digest('hex')}"`)
  expect((await get('/models/compare?first=1&second=2')).json().metrics).toEqual([
    expect.objectContaining({ slice: '300', forecaster: 'candidate', difference: 0 })
  ])
  expect((await get('/models/compare?first=1')).json()).toMatchObject({
    code: 'invalid-query',
    field: 'second'
  })
  for (const url of ['/models/9', '/models/9/artefact', '/models/compare?first=1&second=9'])
    expect((await get(url)).json().code, url).toBe('unknown-version')
  for (const url of ['/models/0', '/models/two', '/models/2?predictor=UP', '/models?cursor=nonsense'])
    expect((await get(url)).statusCode, url).toBe(400)
  expect((await get('/models?predictor=other')).json().code).toBe('unknown-predictor')
})

test('rolls back to the first version step by step, and rejects missing and never live versions', async () => {
  const api = await openApi()
  const post = async (url: string, payload?: object) =>
    (await api.inject({ method: 'POST', url, ...(payload ? { payload } : {}) })).json()
  expect((await post('/models/rollback')).code).toBe('nothing-to-roll-back-to')
  for (const text of ['one', 'two', 'three', 'four']) await api.publish(text)
  for (const version of [1, 2, 3]) await post(`/models/${version}/promote`)
  expect((await post('/models/3/promote')).code).toBe('already-serving')
  expect(await post('/models/rollback')).toMatchObject({ action: 'rollback', version: 2, previous: 3 })
  expect(await post('/models/rollback', { reason: 'worse', actor: 'someone' })).toMatchObject({
    version: 1,
    actor: 'someone',
    reason: 'worse'
  })
  expect((await post('/models/rollback')).code).toBe('nothing-to-roll-back-to')
  expect(await post('/models/rollback', { version: 3 })).toMatchObject({ version: 3 })
  expect((await post('/models/rollback', { version: 4 })).code).toBe('conflict')
  expect((await post('/models/rollback', { version: 99 })).code).toBe('unknown-version')
  const history = (await api.inject({ url: '/models/history?limit=3' })).json()
  expect(history.items.map(({ sequence }: { sequence: number }) => sequence)).toEqual([6, 5, 4])
  const older = (await api.inject({ url: `/models/history?cursor=${history.next}` })).json()
  expect(older.items.map(({ sequence }: { sequence: number }) => sequence)).toEqual([3, 2, 1])
})

test('returns the version that was live at a given time', async () => {
  const api = await openApi()
  await api.publish('one')
  const before = new Date(Date.now() - 60_000).toISOString()
  await api.inject({ method: 'POST', url: '/models/1/promote' })
  const at = async (query: string) => (await api.inject({ url: `/models/serving${query}` })).json()
  expect(await at(`?at=${before}`)).toMatchObject({ version: null, since: null })
  expect(await at('')).toMatchObject({ version: 1, since: { action: 'promote' } })
  expect((await at('?at=yesterday')).field).toBe('at')
})

test('keeps the tags and notes of a version, and never garbage-collects a tagged one', async () => {
  const api = await openApi({ settings: { keepServed: 1, keepNewest: 1 } })
  for (const text of ['one', 'two', 'three']) await api.publish(text)
  expect((await api.inject({ method: 'PUT', url: '/models/1/tags/keep' })).statusCode).toBe(200)
  const noted = await api.inject({ method: 'POST', url: '/models/1/notes', payload: { text: 'the first' } })
  expect(noted.statusCode).toBe(201)
  expect((await api.inject({ url: '/models/1' })).json()).toMatchObject({
    tags: ['keep'],
    notes: [{ text: 'the first' }]
  })
  // The oldest version has the tag: a page of one item must skip the others.
  const tagged = (await api.inject({ url: '/models?tag=keep&limit=1' })).json()
  expect(tagged.items).toMatchObject([{ version: 1 }])
  expect(tagged.next).toBeNull()

  const collect = async (payload?: object) =>
    (
      await api.inject({ method: 'POST', url: '/models/garbage-collection', ...(payload ? { payload } : {}) })
    ).json()
  const dry = await collect()
  expect(dry).toMatchObject({ isDryRun: true, collected: [{ version: 2, bytes: 3 }] })
  expect((await api.inject({ url: '/models/2/artefact' })).statusCode).toBe(200)
  const lease = { name: 'trainer', owner: 'test' }
  await api.stores.leases.take(lease.name, lease.owner, 60)
  const learned = { predictor: 'cascade-size', calibration: '{}', cases: 50, learnedAt: 1_000 }
  for (const version of [1, 2]) await api.stores.calibrations.put({ ...learned, version }, lease)
  expect(await collect({ dryRun: false })).toMatchObject({ isDryRun: false, collected: dry.collected })
  expect(await api.stores.calibrations.list('cascade-size')).toMatchObject([{ version: 1 }])
  expect((await api.inject({ url: '/models/2/artefact' })).statusCode).toBe(404)
  const pinned = await api.inject({
    method: 'POST',
    url: '/cascades',
    payload: { events: [{ time: 0, magnitude: 1 }], model: 2 }
  })
  expect(pinned.json().code).toBe('unknown-version')
  await api.inject({ method: 'DELETE', url: '/models/1/tags/keep' })
  expect((await collect()).collected).toMatchObject([{ version: 1 }])
})

test('requests a training, which needs a reason to override the gate', async () => {
  const api = await openApi()
  const start = (payload?: object) =>
    api.inject({ method: 'POST', url: '/training', ...(payload ? { payload } : {}) })
  const run = await start()
  expect(run.statusCode).toBe(202)
  expect(run.json()).toMatchObject({ state: 'queued', trigger: 'requested', version: null })
  expect((await api.inject({ url: String(run.headers.location) })).json().id).toBe(run.json().id)
  expect((await start({ override: true })).json().field).toBe('/reason')
  expect((await start({ override: true, reason: 'new feed' })).json().options.override.reason).toBe(
    'new feed'
  )
  expect((await api.inject({ url: '/training' })).json().items).toHaveLength(2)
  expect((await api.inject({ url: '/training/none' })).statusCode).toBe(404)
  expect((await api.inject({ url: '/models/accuracy' })).json()).toEqual({ items: [], next: null })
})

test('stores and checks samples of finished cases, and replaces earlier ones', async () => {
  const { inject, stores } = await openApi()
  const { sampleVersion } = cascadeSize
  const sample = cascadeSize.sample(
    { events: [{ time: 0, magnitude: 10 }], windowSeconds: 300 },
    { finalSize: 3 }
  )
  const item = { subject: 'news/1', slice: '300', endedAt: '2026-11-20T00:00:00Z', sample }
  const put = (payload: unknown) => inject({ method: 'POST', url: '/samples', payload: payload as object })
  expect((await put({ sampleVersion, items: [item, { ...item, slice: '600' }] })).json()).toEqual({
    stored: 2
  })
  expect((await put({ sampleVersion, items: [item] })).json()).toEqual({ stored: 1 })
  expect(await stores.samples.count({ predictor: 'cascade-size', version: sampleVersion })).toBe(2)
  const field = async (payload: unknown) => (await put(payload)).json().field
  expect(await field({ sampleVersion: sampleVersion + 1, items: [item] })).toBe('/sampleVersion')
  const damaged: readonly [change: object, field: string][] = [
    [{ features: 7 }, 'features'],
    [{ features: [1, 2] }, 'features'],
    [{ features: sample.features.map(() => null) }, 'features/0'],
    [{ earlyFeatures: [] }, 'earlyFeatures'],
    [{ finalSize: undefined }, 'finalSize'],
    [{ fit: { kernel: 'power-law' } }, 'fit/kappa'],
    [{ mood: 1 }, 'mood']
  ]
  for (const [change, name] of damaged)
    expect(await field({ sampleVersion, items: [item, { ...item, sample: { ...sample, ...change } }] })).toBe(
      `/items/1/sample/${name}`
    )
  const tooSmall = await put({
    sampleVersion,
    items: [{ ...item, sample: { ...sample, observedEvents: 4 } }]
  })
  expect(tooSmall.json()).toMatchObject({
    status: 422,
    code: 'outcome-too-small',
    field: '/items/0/sample/finalSize',
    detail: 'items[0].sample.finalSize must be at least the 4 observedEvents (got 3)'
  })
  expect(await stores.samples.count({ predictor: 'cascade-size', version: sampleVersion })).toBe(2)
  expect(await field({ sampleVersion, items: [{ ...item, endedAt: '2999-01-01T00:00:00Z' }] })).toBe(
    '/items/0/endedAt'
  )
})

test('lists the changelog of one predictor by page, newest first', async () => {
  const api = await openApi()
  const get = async (url: string) => (await api.inject({ url })).json()
  for (const text of ['one', 'two', 'three']) await api.publish(text)
  await api.inject({ method: 'POST', url: '/models/2/promote', payload: { actor: 'ann', reason: 'better' } })
  const path = '/predictors/cascade-size/models/changelog'
  const page = await get(`${path}?limit=2`)
  expect(page.items).toMatchObject([
    { version: 3, isServing: false, gate: null, training: null, decisions: [] },
    { version: 2, isServing: true, decisions: [{ decision: 'promoted', actor: 'ann', reason: 'better' }] }
  ])
  expect(page.items[0].unknown[0]).toMatch(/no training run of this version is kept/)
  const rest = await get(`${path}?cursor=${page.next}`)
  expect(rest).toMatchObject({
    items: [{ version: 1, metrics: [{ slice: '300', meanLoss: 0.2 }] }],
    next: null
  })
  expect(await get('/predictors/other/models/changelog')).toMatchObject({ code: 'unknown-predictor' })
})

test('requests a verification once while it waits, and lists its measurements by page', async () => {
  const api = await openApi()
  const path = '/predictors/cascade-size/verifications'
  const post = async () => (await api.inject({ method: 'POST', url: path })).json().items
  const asked = await post()
  expect(asked).toMatchObject([
    { kind: 'newest', trigger: 'by-hand', state: 'queued', version: null, metrics: [], finishedAt: null },
    { kind: 'golden', state: 'queued' }
  ])
  expect(await post()).toEqual(asked)
  const { verifications } = api.stores
  const metrics = [{ slice: 'all', forecaster: 'live', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }]
  const end = { state: 'failed', reason: 'worse than promised', version: 1, cases: 3, metrics } as const
  await verifications.finish((await verifications.begin('cascade-size'))!, end)
  const page = (await api.inject({ url: `${path}?limit=1` })).json()
  expect(page.items).toEqual([asked[1]])
  const rest = (await api.inject({ url: `${path}?cursor=${page.next}` })).json()
  expect(rest).toMatchObject({ items: [{ id: asked[0].id, ...end }], next: null })
  for (const method of ['GET', 'POST'] as const)
    expect((await api.inject({ method, url: '/predictors/other/verifications' })).json().code).toBe(
      'unknown-predictor'
    )
})
