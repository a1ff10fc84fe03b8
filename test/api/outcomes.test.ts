import { expect, test } from 'vitest'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import { predictor as languageGuess } from '../fixtures/language-guess.ts'
import { openApi, type TestApi } from '../harness/test-api.ts'

/** Rejects a language that is longer than the text. */
const one: AnyPredictor = {
  ...(languageGuess as AnyPredictor),
  findReportFault: (outcome, input) => {
    const { language } = outcome as { language: string }
    return language.length <= (input as { text: string }).text.length
      ? null
      : { field: '/language', reason: 'is longer than the text' }
  }
}
const many: AnyPredictor = { ...one, name: 'labels', outcomes: 'many' }

const open = () => openApi({ predictors: [one, many] })

async function ask(api: TestApi, predictor: string, subject: string, text = 'hello'): Promise<string> {
  const payload = { subject, input: { text } }
  const url = `/predictors/${predictor}/predictions`
  return (await api.inject({ method: 'POST', url, payload })).json().id
}

test('stores, repeats, revises and reads the outcome of a subject with one outcome', async () => {
  const api = await open()
  await ask(api, 'language-guess', 't1')
  const url = '/predictors/language-guess/outcomes/t1'
  const put = async (payload: object) => (await api.inject({ method: 'PUT', url, payload })).json()
  expect((await api.inject({ url })).json()).toMatchObject({ status: 404, field: 'subject' })
  const stored = await put({ outcome: { language: 'en' } })
  expect(stored).toMatchObject({
    predictor: 'language-guess',
    subject: 't1',
    id: null,
    outcome: { language: 'en' },
    revision: 1,
    source: 'reported',
    provenance: 'real'
  })
  expect(await put({ outcome: { language: 'en' } })).toEqual(stored)
  expect(await put({ outcome: { language: 'fr' }, provenance: 'demo' })).toMatchObject({
    revision: 2,
    provenance: 'demo'
  })
  expect((await api.inject({ url })).json()).toMatchObject({ outcome: { language: 'fr' }, revision: 2 })
  const list = (await api.inject({ url: '/predictors/language-guess/outcomes?subject=t1' })).json()
  expect(list).toMatchObject({ items: [{ subject: 't1', id: null, revision: 2 }], next: null })
})

test('rejects an unusable outcome and keeps the earlier one', async () => {
  const api = await open()
  await ask(api, 'language-guess', 't1')
  const put = async (payload: object, subject = 't1') =>
    (
      await api.inject({ method: 'PUT', url: `/predictors/language-guess/outcomes/${subject}`, payload })
    ).json()
  await put({ outcome: { language: 'en' } })
  expect(await put({ outcome: { language: 7 } })).toMatchObject({ status: 400, field: '/outcome/language' })
  const refused = await put({ outcome: { language: 'esperanto' } })
  expect(refused).toMatchObject({
    status: 422,
    code: 'outcome-contradicts-input',
    field: '/outcome/language'
  })
  expect(refused.detail).toContain('is longer than the text; the earlier outcome remains ({"language":"en"})')
  expect(await put({ outcome: { language: 'en' }, endedAt: '2100-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
    field: '/endedAt'
  })
  expect(await put({ outcome: { language: 'en' } }, 'nobody')).toMatchObject({
    status: 404,
    field: 'subject'
  })
  expect((await api.inject({ url: '/predictors/language-guess/outcomes/t1' })).json()).toMatchObject({
    outcome: { language: 'en' },
    revision: 1
  })
})

test('checks an outcome against the inputs, but not against those of failed predictions', async () => {
  const api = await open()
  const id = await ask(api, 'language-guess', 't1', 'a')
  const url = '/predictors/language-guess/outcomes/t1'
  const put = async () =>
    (await api.inject({ method: 'PUT', url, payload: { outcome: { language: 'en' } } })).statusCode
  expect(await put()).toBe(422)
  await api.stores.predictions.cancel(id)
  expect(await put()).toBe(200)
})

test('repeats, revises and withdraws each outcome of a subject with many outcomes alone', async () => {
  const api = await open()
  await ask(api, 'labels', 't1')
  const url = '/predictors/labels/outcomes'
  const post = async (payload: object, path = '') =>
    (await api.inject({ method: 'POST', url: url + path, payload })).json()
  const list = async (query = '') => (await api.inject({ url: `${url}?subject=t1${query}` })).json()
  const first = await post({ subject: 't1', id: 'a', outcome: { language: 'en' } })
  expect(first).toMatchObject({ subject: 't1', id: 'a', revision: 1 })
  expect(await post({ subject: 't1', id: 'a', outcome: { language: 'en' } })).toEqual(first)
  const generated = await post({ subject: 't1', outcome: { language: 'fr' } })
  expect(generated.id).toMatch(/^[0-9a-f-]{36}$/)
  expect(await post({ subject: 't1', id: 'a', outcome: { language: 'de' } })).toMatchObject({ revision: 2 })
  expect((await list()).items).toHaveLength(2)
  const page = await list('&limit=1')
  expect([...page.items, ...(await list(`&limit=1&cursor=${page.next}`)).items]).toEqual((await list()).items)

  const withdraw = { subject: 't1', id: 'a', reason: 'a mistake' }
  expect(await post(withdraw, '/withdraw')).toMatchObject({ isDryRun: true, outcomes: 1, subjects: ['t1'] })
  expect(await post({ ...withdraw, isDryRun: false }, '/withdraw')).toMatchObject({ outcomes: 1 })
  expect((await list()).items).toEqual([generated])
  expect(await post({ id: 'a', reason: 'x' }, '/withdraw')).toMatchObject({ status: 400, field: '/subject' })
  expect(await post({ reason: 'x' }, '/withdraw')).toMatchObject({ status: 400, field: '/subject' })
  expect(await post({ subject: 'nobody', outcome: { language: 'en' } })).toMatchObject({
    status: 404,
    field: '/subject'
  })
})

test('accepts outcomes line by line, in order', async () => {
  const api = await open()
  await ask(api, 'labels', 't1')
  const lines = [
    { subject: 't1', id: 'a', outcome: { language: 'en' } },
    { subject: 'nobody', id: 'a', outcome: { language: 'en' } },
    { subject: 't1', id: 'a', outcome: { language: 'fr' } }
  ]
  const answer = await api.inject({
    method: 'POST',
    url: '/predictors/labels/outcomes',
    headers: { 'content-type': 'application/x-ndjson' },
    payload: lines.map(line => JSON.stringify(line)).join('\n')
  })
  const answers = answer.body
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(answers).toMatchObject([
    { line: 1, accepted: { revision: 1 } },
    { line: 2, problem: { code: 'not-found' } },
    { line: 3, accepted: { revision: 2, outcome: { language: 'fr' } } }
  ])
})

test('rejects an outcome at the route for another number of outcomes, and names the right route', async () => {
  const api = await open()
  const send = async (method: 'PUT' | 'POST' | 'GET', url: string, payload?: object) =>
    (await api.inject({ method, url, ...(payload && { payload }) })).json()
  const outcome = { language: 'en' }
  for (const refused of [
    await send('PUT', '/predictors/labels/outcomes/t1', { outcome }),
    await send('GET', '/predictors/labels/outcomes/t1')
  ]) {
    expect(refused).toMatchObject({ status: 409, code: 'conflict' })
    expect(refused.detail).toContain('POST to /predictors/labels/outcomes')
  }
  const refused = await send('POST', '/predictors/language-guess/outcomes', { subject: 't1', outcome })
  expect(refused).toMatchObject({ status: 409, code: 'conflict' })
  expect(refused.detail).toContain('PUT it to /predictors/language-guess/outcomes/{subject}')
})

test('the outcome of a cascade is separate from those of other predictors, and the same at both routes', async () => {
  const api = await open()
  await ask(api, 'language-guess', 't1')
  const put = async (url: string, payload: object) =>
    (await api.inject({ method: 'PUT', url, payload })).json()
  expect(await put('/cascades/t1/outcome', { finalSize: 9 })).toMatchObject({ status: 404 })
  const events = [
    { time: 0, magnitude: 3 },
    { time: 5, magnitude: 3 }
  ]
  await api.inject({ method: 'POST', url: '/cascades', payload: { id: 't1', events } })
  expect(await put('/cascades/t1/outcome', { finalSize: 9 })).toMatchObject({ finalSize: 9, revision: 1 })
  const generic = '/predictors/cascade-size/outcomes/t1'
  expect((await api.inject({ url: generic })).json()).toMatchObject({ outcome: { finalSize: 9 } })
  expect(await put(generic, { outcome: { finalSize: 1 } })).toMatchObject({
    code: 'outcome-contradicts-input',
    field: '/outcome/finalSize'
  })
  expect(await put(generic, { outcome: { finalSize: 10 } })).toMatchObject({ revision: 2 })
  expect((await api.inject({ url: '/cascades/t1/outcome' })).json()).toMatchObject({ finalSize: 10 })
  expect((await api.inject({ url: '/predictors/language-guess/outcomes/t1' })).statusCode).toBe(404)
})
