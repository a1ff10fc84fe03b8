import { expect, test } from 'vitest'
import { openApi, type TestApi } from '../harness/test-api.ts'

const submit = (api: TestApi, payload: object) => api.inject({ method: 'POST', url: '/cascades', payload })

test('accepts events without followers and with authors, in JSON, in a batch, by the predictor and in a table', async () => {
  const api = await openApi()
  const events = [{ time: 0 }, { time: 12.5, magnitude: null }, { time: 30, magnitude: 0 }]
  const inputOf = async (id: string) => (await api.inject({ url: `/predictions/${id}/input` })).json().events
  expect(await inputOf((await submit(api, { events })).json().id)).toEqual(events)

  const batch = { url: '/cascades/batch', headers: { 'content-type': 'application/x-ndjson' } }
  const inBatch = await api.inject({ method: 'POST', ...batch, payload: JSON.stringify({ events }) })
  expect(await inputOf(JSON.parse(inBatch.body).accepted.id)).toEqual(events)

  const ofPredictor = { method: 'POST', url: '/predictors/cascade-size/predictions' } as const
  const direct = await api.inject({ ...ofPredictor, payload: { input: { events, windowSeconds: 60 } } })
  expect(await inputOf(direct.json().id)).toEqual(events)

  const table = {
    url: '/cascades',
    headers: { 'content-type': 'text/csv' },
    payload: 'time,followers\n0,\n30,0\n'
  }
  const read = (await api.inject({ method: 'POST', ...table })).json()
  expect(read.notes).toContain('Followers unknown: 1 event.')
  expect(await inputOf(read.id)).toEqual([{ time: 0 }, { time: 30, magnitude: 0 }])

  const authored = { ...table, payload: 'time,user_id\n0,ann\n30,bob\n' }
  const withAuthor = (await api.inject({ method: 'POST', ...authored })).json()
  expect(await inputOf(withAuthor.id)).toEqual([{ time: 0, authorId: 'ann' }, { time: 30 }])
  const ids = [
    { time: 0, authorId: '😀'.repeat(200) },
    { time: 1, authorId: 'b' }
  ]
  expect(await inputOf((await submit(api, { events: ids })).json().id)).toEqual(ids)
  for (const authorId of ['', 7, 'x'.repeat(201)])
    expect((await submit(api, { events: [{ time: 0, authorId }] })).json().faults[0].field).toBe(
      '/events/0/authorId'
    )
  for (const magnitude of [-1, '7', 1e13])
    expect((await submit(api, { events: [{ time: 0, magnitude }] })).json().faults[0].field).toBe(
      '/events/0/magnitude'
    )
})
