import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { cascadeSize } from '../../predictors/cascade-size/cascade-size.ts'
import { predictor as languageGuess } from '../fixtures/language-guess.ts'
import { openApi, testManifest } from '../harness/test-api.ts'

test('describes each predictor with the declarations of its module', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  await api.publish('one')
  await api.dependencies.modelVersions.promote('cascade-size', 1, { actor: 'test', reason: 'test' })
  const { items } = (await api.inject({ url: '/predictors' })).json()
  expect(items.map(({ name }: { name: string }) => name)).toEqual(['cascade-size', 'language-guess'])
  expect(items[0]).toMatchObject({ title: 'Cascade size', outcomes: 'one', batch: null, servingVersion: 1 })
  for (const [index, predictor] of [cascadeSize, languageGuess].entries()) {
    const described = (await api.inject({ url: `/predictors/${predictor.name}` })).json()
    expect(described).toEqual(items[index])
    const { title, description, input, output, outcome, examples, answer, slices, metrics } = predictor
    expect(described).toMatchObject({
      ...{ title, description, input, output, outcome, examples, answer, slices, metrics },
      sample: predictor.sampleSchema,
      sampleVersion: predictor.sampleVersion
    })
  }
  expect((await api.inject({ url: '/predictors/other' })).json()).toMatchObject({
    status: 404,
    code: 'unknown-predictor',
    field: 'predictor'
  })
})

test('the OpenAPI description contains the schemas and examples of each predictor, and is valid', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  const document = (await api.inject({ url: '/openapi.json' })).json()
  expect((await new Validator().validate(structuredClone(document))).errors ?? []).toEqual([])
  const { schemas } = document.components
  for (const { name, input: own, output, outcome, sampleSchema } of [cascadeSize, languageGuess])
    for (const [part, schema] of Object.entries({ input: own, output, outcome, sample: sampleSchema })) {
      const { $id: _, ...expected } = schema
      expect(schemas[`${name}.${part}`]).toEqual(expected)
    }
  const [first, second] = [cascadeSize.examples[0], languageGuess.examples[0]]
  expect(schemas.PredictorSubmission.examples).toEqual([{ input: first.input }, { input: second.input }])
  expect(schemas.OutcomeReport.examples).toEqual([{ outcome: first.outcome }, { outcome: second.outcome }])
})

const input = { events: [{ time: 0, magnitude: 4000 }], windowSeconds: 300 }

test('every route for submissions stores the slice that the predictor computes', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  const post = async (url: string, payload: object) =>
    (await api.inject({ method: 'POST', url, payload })).json()
  const sliceOf = async (id: string) => (await api.stores.predictions.get(id))?.slice
  const events = input.events
  expect(await sliceOf((await post('/cascades', { events, window: 300.4 })).id)).toBe('300')
  const generic = await post('/predictors/cascade-size/predictions', { input })
  expect(await sliceOf(generic.id)).toBe('300')
  expect(await sliceOf((await post('/predictions', { predictor: 'cascade-size', input })).id)).toBe('300')
  const replayed = await api.publish('one')
  expect(await sliceOf((await post(`/predictions/${generic.id}/replay`, { model: replayed })).id)).toBe('300')
  const { id } = await post('/predictors/language-guess/predictions', { input: { text: 'yes' } })
  expect(await sliceOf(id)).toBeNull()
})

test('a replay of a prediction without a slice stores the slice of its input', async () => {
  const api = await openApi()
  const common = { subject: null, pinnedVersion: null, callback: null, requestId: null }
  const old = { ...common, predictor: 'cascade-size', slice: null, input: JSON.stringify(input) }
  const { id } = await api.stores.predictions.accept(old)
  const model = await api.publish('one')
  const answer = await api.inject({ method: 'POST', url: `/predictions/${id}/replay`, payload: { model } })
  expect((await api.stores.predictions.get(answer.json().id))?.slice).toBe('300')
})

test('accepts single predictions and batches for any predictor, and lists its predictions', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  const url = '/predictors/language-guess/predictions'
  const post = (payload: object, headers = {}) => api.inject({ method: 'POST', url, payload, headers })
  const accepted = await post({ input: { text: 'yes' }, subject: 't1' }, { 'idempotency-key': 'k' })
  expect(accepted.statusCode).toBe(202)
  expect(accepted.headers).not.toHaveProperty('deprecation')
  expect(accepted.json()).toMatchObject({ predictor: 'language-guess', subject: 't1', state: 'queued' })
  const again = await post({ input: { text: 'yes' }, subject: 't1' }, { 'idempotency-key': 'k' })
  expect(again.json().id).toBe(accepted.json().id)
  const other = await post({ input: { text: 'no' } }, { 'idempotency-key': 'k' })
  expect(other.json().code).toBe('idempotency-key-reused')
  const waited = await post({ input: { text: 'si' } }, { prefer: 'wait=0' })
  expect(waited.headers['preference-applied']).toBe('wait=0')
  const refused = await api.inject({
    method: 'POST',
    url: `${url}?exceeds=1`,
    payload: { input: { text: 'x' } }
  })
  expect(refused.json().detail).toMatch(/declares no quantiles/)
  expect((await post({ input: {} })).json()).toMatchObject({ code: 'invalid-field', field: '/input/text' })
  expect((await post({ input: { text: 'x' }, predictor: 'x' })).json().code).toBe('unknown-field')

  const batch = await api.inject({
    method: 'POST',
    url: `${url}/batch`,
    headers: { 'content-type': 'application/x-ndjson' },
    payload: ['{"input":{"text":"a"},"subject":"b1"}', '{"input":{"text":3}}'].join('\n')
  })
  const [first, second] = batch.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(first).toMatchObject({ line: 1, accepted: { predictor: 'language-guess', subject: 'b1' } })
  expect(second).toMatchObject({ line: 2, problem: { code: 'invalid-field', field: '/input/text' } })

  await api.inject({ method: 'POST', url: '/predictors/cascade-size/predictions', payload: { input } })
  const page = (await api.inject({ url: `${url}?limit=2` })).json()
  expect(page.items.map(({ predictor }: { predictor: string }) => predictor)).toEqual([
    'language-guess',
    'language-guess'
  ])
  const rest = (await api.inject({ url: `${url}?limit=2&cursor=${page.next}` })).json()
  expect(rest).toMatchObject({ items: [{ subject: 't1' }], next: null })
  expect((await api.inject({ url: '/predictors/none/predictions' })).json().code).toBe('unknown-predictor')
})

test('reads and changes the models of any predictor at its routes', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  for (const text of ['one', 'two', 'three'])
    await api.dependencies.modelVersions.publish('language-guess', Buffer.from(text), testManifest)
  await api.publish('of cascade-size')
  const models = '/predictors/language-guess/models'
  const get = async (path: string) => (await api.inject({ url: models + path })).json()
  const post = async (path: string, payload: object = {}) =>
    (await api.inject({ method: 'POST', url: models + path, payload })).json()
  expect((await get('')).items).toHaveLength(3)
  expect((await get('/2')).links).toEqual({
    self: `${models}/2`,
    artefact: `${models}/2/artefact`,
    promote: `${models}/2/promote`
  })
  expect((await api.inject({ url: '/predictors/cascade-size/models/1' })).json().links.self).toBe('/models/1')
  expect((await get('/latest')).code).toBe('not-found')
  for (const version of [1, 2])
    expect(await post(`/${version}/promote`)).toMatchObject({ action: 'promote', version })
  expect(await get('/latest')).toMatchObject({ predictor: 'language-guess', version: 2 })
  expect(await get('/serving')).toMatchObject({ version: 2 })
  expect(await get('/compare?first=1&second=2')).toMatchObject({
    metric: 'missedProbability',
    metrics: [{ forecaster: 'candidate', difference: 0 }]
  })
  expect((await get('/accuracy')).items).toEqual([])
  expect(await post('/rollback')).toMatchObject({ action: 'rollback', version: 1, previous: 2 })
  expect(await post('/3/notes', { text: 'a note' })).toMatchObject({ action: 'note' })
  const tag = (method: 'PUT' | 'DELETE') => api.inject({ method, url: `${models}/3/tags/kept` })
  expect([(await tag('PUT')).json().action, (await tag('DELETE')).json().action]).toEqual(['tag', 'untag'])
  expect((await get('/history')).items).toHaveLength(6)
  expect(await post('/garbage-collection', { keepServed: 1, keepNewest: 1 })).toMatchObject({
    isDryRun: true
  })
  expect((await api.inject({ url: `${models}/3/artefact` })).body).toBe('three')
  // GET /models/rollback is not GET /models/{version}.
  const refused = await api.inject({ url: `${models}/rollback` })
  expect(refused.json().code).toBe('method-not-allowed')
  expect(refused.headers.allow).toBe('POST, OPTIONS')
  expect((await api.inject({ method: 'GET', url: '/models/rollback' })).headers.allow).toBe('POST, OPTIONS')
})

test('accepts samples and trainings for any predictor', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  const url = '/predictors/language-guess'
  const sample = { shares: Array.from({ length: 27 }, () => 0), language: 'en' }
  const item = { subject: 't1', slice: null, endedAt: '2026-01-01T00:00:00Z', sample }
  const put = async (items: object[]) =>
    (await api.inject({ method: 'POST', url: `${url}/samples`, payload: { sampleVersion: 1, items } })).json()
  expect(await put([item])).toEqual({ stored: 1 })
  expect(await put([{ ...item, sample: { language: 'en' } }])).toMatchObject({
    field: '/items/0/sample/shares'
  })
  const started = await api.inject({ method: 'POST', url: `${url}/training` })
  expect(started.json()).toMatchObject({ predictor: 'language-guess', state: 'queued' })
  expect((await api.inject({ url: `${url}/training` })).json().items).toEqual([started.json()])
  expect((await api.inject({ url: String(started.headers.location) })).json()).toEqual(started.json())
  expect((await api.inject({ url: '/predictors/cascade-size/training' })).json().items).toEqual([])
})

test('a deprecated route answers like its successor and names it; the routes of the card are not deprecated', async () => {
  const api = await openApi({ predictors: [languageGuess] })
  await api.publish('one')
  const send = (method: 'GET' | 'POST', url: string, payload?: object) =>
    api.inject({ method, url, ...(payload && { payload }) })
  const successor = (path: string) => `<${path}>; rel="successor-version"`
  for (const [url, path] of [
    ['/models', '/predictors/cascade-size/models'],
    ['/models?predictor=language-guess', '/predictors/language-guess/models'],
    ['/models/1', '/predictors/cascade-size/models/1'],
    ['/training', '/predictors/cascade-size/training']
  ] as const) {
    const answer = await send('GET', url)
    expect(answer.headers.deprecation, url).toBe('@1795910400')
    expect(answer.headers.link, url).toBe(successor(path))
    expect(answer.body, url).toBe((await send('GET', path)).body)
  }
  const predicted = await send('POST', '/predictions', { predictor: 'language-guess', input: { text: 'a' } })
  expect(predicted.statusCode).toBe(202)
  expect(predicted.headers.link).toBe(successor('/predictors/language-guess/predictions'))
  const unknown = await send('GET', '/models/7')
  expect(unknown.headers.link).toBe(successor('/predictors/cascade-size/models/7'))

  await send('POST', '/models/1/promote')
  const latest = await send('GET', '/models/latest')
  for (const answer of [
    latest,
    await send('GET', '/models/latest?predictor=cascade-size'),
    await send('POST', '/models/rollback'),
    await send('POST', '/cascades', { events: input.events }),
    await send('GET', `/predictions/${predicted.json().id}`)
  ])
    expect(Object.keys(answer.headers)).not.toContain('deprecation')
})
