import { expect, test } from 'vitest'
import { openApi, type TestApi } from '../../harness/test-api.ts'

const cascade = {
  id: 'post-1',
  events: [
    { time: 0, magnitude: 4000 },
    { time: 12.5, magnitude: 800 },
    { time: 100, magnitude: 95 }
  ]
}

const submit = (api: TestApi, payload: object) => api.inject({ method: 'POST', url: '/cascades', payload })

test('rejects an outcome of an unknown cascade or below the observed size, and keeps the earlier one', async () => {
  const api = await openApi()
  const put = (id: string, payload: object) =>
    api.inject({ method: 'PUT', url: `/cascades/${id}/outcome`, payload })
  const unknown = await put('nobody', { finalSize: 40 })
  expect(unknown.json()).toMatchObject({ status: 404, code: 'not-found', field: 'cascadeId' })
  expect((await api.inject({ url: '/cascades/nobody/outcome' })).statusCode).toBe(404)

  await submit(api, { ...cascade, id: 'known' })
  const seen = cascade.events.length
  const tooSmall = await put('known', { finalSize: seen - 1 })
  expect(tooSmall.json()).toMatchObject({ status: 422, code: 'outcome-too-small', field: '/finalSize' })
  expect(tooSmall.json().detail).toContain(`${seen - 1} is less than the ${seen} events seen`)
  expect(tooSmall.json().detail).toContain('nothing was stored')

  expect((await put('known', { finalSize: seen, provenance: 'demo' })).json()).toMatchObject({
    finalSize: seen,
    provenance: 'demo'
  })
  expect((await put('known', { finalSize: 1 })).json().detail).toContain(`the earlier outcome remains`)
  expect((await api.inject({ url: '/cascades/known/outcome' })).json()).toMatchObject({
    finalSize: seen,
    revision: 1
  })
})

test('stores, revises and returns an outcome, and deletes a cascade with it', async () => {
  const api = await openApi()
  const url = '/cascades/at%3A%2F%2Fpost%2F1/outcome'
  const put = (payload: object) => api.inject({ method: 'PUT', url, payload })
  expect((await api.inject({ url })).statusCode).toBe(404)
  await submit(api, { ...cascade, id: 'at://post/1' })
  expect((await put({ finalSize: 40 })).json()).toMatchObject({
    cascadeId: 'at://post/1',
    finalSize: 40,
    revision: 1
  })
  expect((await put({ finalSize: 41, endedAt: '2026-01-01T00:00:00Z' })).json()).toMatchObject({
    revision: 2
  })
  expect((await api.inject({ url })).json().finalSize).toBe(41)
  expect((await put({ finalSize: 0 })).json().field).toBe('/finalSize')
  expect((await put({ finalSize: 4, endedAt: '2100-01-01T00:00:00Z' })).json().field).toBe('/endedAt')

  const gone = await api.inject({ method: 'DELETE', url: '/cascades/at%3A%2F%2Fpost%2F1' })
  expect(gone.json()).toEqual({ cascadeId: 'at://post/1', predictions: 1 })
  expect((await api.inject({ url })).statusCode).toBe(404)
})
