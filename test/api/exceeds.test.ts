import { expect, test } from 'vitest'
import { openApi } from '../harness/test-api.ts'
import { cascade, countAll, submit, succeedAll } from './submitted-cascade.ts'

const quantiles = [
  { share: 0.1, size: 4 },
  { share: 0.5, size: 10 },
  { share: 0.9, size: 1000 }
]

test('exceeds adds the probability that the final size is above a value', async () => {
  const api = await openApi()
  const { id } = (await submit(api, cascade)).json()
  const ask = (value: string) => api.inject({ url: `/predictions/${id}?exceeds=${value}` })
  expect((await ask('1000')).json().exceeds).toEqual({ value: 1000, probability: null })
  await succeedAll(api, JSON.stringify({ observedEvents: 3, quantiles }))
  expect((await ask('1000')).json()).toMatchObject({ id, exceeds: { value: 1000, probability: 0.1 } })
  expect((await ask('2.5')).json().exceeds).toEqual({ value: 2.5, probability: 1 })
  expect((await ask('100')).json().exceeds.probability).toBe(0.3)
  expect((await api.inject({ url: `/predictions/${id}` })).json()).not.toHaveProperty('exceeds')
})

test.each([
  ['/cascades', cascade],
  ['/predictors/cascade-size/predictions', { input: { events: cascade.events } }],
  ['/predictions', { predictor: 'cascade-size', input: { events: cascade.events } }]
])('a submission to %s that waits takes exceeds', async (path, payload) => {
  const api = await openApi()
  const url = `${path}?exceeds=100`
  const waiting = api.inject({ method: 'POST', url, payload, headers: { prefer: 'wait=30' } })
  await expect.poll(() => countAll(api)).toBe(1)
  await succeedAll(api, JSON.stringify({ observedEvents: 3, quantiles }))
  const { statusCode, body } = await waiting
  expect(statusCode).toBe(200)
  expect(JSON.parse(body)).toMatchObject({ state: 'succeeded', exceeds: { value: 100, probability: 0.3 } })
})

test('a replay that waits takes exceeds', async () => {
  const api = await openApi()
  const { id } = (await submit(api, cascade)).json()
  const url = `/predictions/${id}/replay?exceeds=100`
  const payload = { model: await api.publish('one') }
  const waiting = api.inject({ method: 'POST', url, payload, headers: { prefer: 'wait=30' } })
  await expect.poll(() => countAll(api)).toBe(2)
  await succeedAll(api, JSON.stringify({ observedEvents: 3, quantiles }))
  expect((await waiting).json()).toMatchObject({ exceeds: { value: 100, probability: 0.3 } })
})

test('a table takes exceeds too', async () => {
  const api = await openApi()
  const headers = { 'content-type': 'text/csv', prefer: 'wait=0' }
  const payload = 'time,followers\n0,4000\n12,800\n'
  const answer = await api.inject({ method: 'POST', url: '/cascades?exceeds=9', payload, headers })
  expect(answer.statusCode).toBe(202)
})

test.each([
  ['without Prefer: wait', '/cascades?exceeds=100', {}, /Prefer: wait/],
  ['of no finite number', '/cascades?exceeds=1e999', { prefer: 'wait=30' }, /exceeds must be/]
])('refuses exceeds %s, and stores nothing', async (_, url, headers, reason) => {
  const api = await openApi()
  const refused = await api.inject({ method: 'POST', url, payload: cascade, headers })
  expect(refused.statusCode).toBe(400)
  expect(refused.json()).toMatchObject({ code: 'invalid-query', field: 'exceeds' })
  expect(refused.json().detail).toMatch(reason)
  expect(await countAll(api)).toBe(0)
})

test('exceeds has no probability for an answer stored without quantiles', async () => {
  const api = await openApi()
  const { id } = (await submit(api, cascade)).json()
  await succeedAll(api)
  const answer = (await api.inject({ url: `/predictions/${id}?exceeds=1000` })).json()
  expect(answer).toMatchObject({ result: { point: 17 }, exceeds: { value: 1000, probability: null } })
})

test.each(['many', '', '1e999', 'NaN'])('refuses exceeds=%s and names the parameter', async value => {
  const api = await openApi()
  const { id } = (await submit(api, cascade)).json()
  const refused = await api.inject({ url: `/predictions/${id}?exceeds=${value}` })
  expect(refused.statusCode).toBe(400)
  expect(refused.json()).toMatchObject({ code: 'invalid-query', field: 'exceeds' })
  expect(refused.json().detail).toMatch(/exceeds must be/)
})
