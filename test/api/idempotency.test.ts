import { expect, test } from 'vitest'
import { writeCanonicalJson } from '../../api/http/canonical-json.ts'
import { operations } from '../../api/http/contract.ts'
import { openApi, type TestApi } from '../harness/test-api.ts'

const lines = { 'content-type': 'application/x-ndjson' }
const line = (id: string, magnitude = 1) => JSON.stringify({ id, events: [{ time: 0, magnitude }] })

async function batch(api: TestApi, key: string, ...texts: string[]) {
  const { body } = await api.inject({
    method: 'POST',
    url: '/cascades/batch',
    headers: { ...lines, 'idempotency-key': key },
    payload: texts.join('\n')
  })
  const answers = body
    .trim()
    .split('\n')
    .map(text => JSON.parse(text))
  return answers.map(answer => answer.accepted?.id ?? answer.problem.code)
}

test('creates one prediction for each line of a batch with an idempotency key', async () => {
  const api = await openApi()
  const ids = await batch(api, 'k', line('a'), line('b'))
  expect(new Set(ids).size).toBe(2)
  expect(await batch(api, 'k', line('a'), line('b'))).toEqual(ids)
  expect(await batch(api, 'k', line('a'), line('c'))).toEqual([ids[0], 'idempotency-key-reused'])
  expect(await batch(api, 'k', line('a'), line('b'), line('c'))).toEqual([
    ...ids,
    expect.stringMatching(/^prd_/)
  ])
  const others = await batch(api, 'other', line('a'), line('b'))
  expect(others.filter(id => ids.includes(id))).toEqual([])
  expect((await api.stores.predictions.figures()).queued).toBe(5)
})

test('compares the JSON value of a repeated idempotency key, not its bytes', async () => {
  const api = await openApi()
  const submit = (payload: string) =>
    api.inject({
      method: 'POST',
      url: '/cascades',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
      payload
    })
  const first = await submit('{"id":"ab","events":[{"time":0,"magnitude":1}]}')
  for (const same of [
    '{"id":"ab","events":[{"time":0,"magnitude":1}]}',
    ' { "events": [ { "magnitude" : 1.0, "time": -0 } ],\n "id":"\\u0061b" }',
    '\uFEFF{"events":[{"magnitude":1e0,"time":0.0}],"id":"ab"}'
  ])
    expect((await submit(same)).json().id, same).toBe(first.json().id)
  for (const other of [
    '{"id":"ab","events":[{"time":0,"magnitude":2}]}',
    '{"id":"AB","events":[{"time":0,"magnitude":1}]}',
    '{"events":[{"time":0,"magnitude":1}]}'
  ])
    expect((await submit(other)).json().code, other).toBe('idempotency-key-reused')
})

test('rejects an idempotency key on each POST that ignores it', async () => {
  const { inject } = await openApi()
  const posts = operations.filter(({ method }) => method === 'POST')
  const taking = posts.filter(({ parameters }) =>
    parameters.header.some(({ name }) => name === 'Idempotency-Key')
  )
  expect(taking.map(({ id }) => id)).toEqual([
    'submitCascade',
    'submitCascadeBatch',
    'submitToPredictor',
    'submitBatchToPredictor',
    'submitPrediction',
    'replayPrediction'
  ])
  for (const { path, method } of posts.filter(each => !taking.includes(each))) {
    const url = path.replaceAll('{version}', '1').replaceAll(/\{\w+\}/g, 'x')
    const refused = await inject({ method, url, headers: { 'idempotency-key': 'k' } })
    expect(refused.json(), url).toMatchObject({ code: 'invalid-header', field: 'Idempotency-Key' })
  }
  expect((await inject({ url: '/models', headers: { 'idempotency-key': 'k' } })).statusCode).toBe(200)
})

test('writes equal JSON values as equal texts', () => {
  const write = (text: string) => writeCanonicalJson(JSON.parse(text))
  expect(write('{"b":[1.0,{"d":null,"c":"\\u00e9"}],"a":-0}')).toBe('{"a":0,"b":[1,{"c":"é","d":null}]}')
  expect(write('{"10":1,"9":2}')).toBe(write('{"9":2,"10":1}'))
  expect(write('[]')).not.toBe(write('{}'))
  expect(write('"1"')).not.toBe(write('1'))
})
