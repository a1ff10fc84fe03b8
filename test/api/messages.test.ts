import { describe, expect, test } from 'vitest'
import type { OperationId } from '../../api/http/contract.ts'
import { operations } from '../../api/http/contract.ts'
import { patterns } from '../../api/http/fault-reasons.ts'
import { buildSchemaCheck } from '../../api/http/validate.ts'
import { documentText } from '../../ports/contract/generated/document.ts'
import { describeField } from '../../ports/invalid-field.ts'
import { findSchema, makeFaults, makeValid, resolveSchema } from '../harness/schema-faults.ts'
import { openApi } from '../harness/test-api.ts'

/** Internals that a message must not contain: texts of the validator, JSON pointers, regular expressions, system error codes. */
const internals =
  /must match|schema|must NOT|\bE[A-Z]{3,}\b|(?:^|\s|\()\/[a-z0-9]+(?:\/|\s)|~[01]|undefined|\[object|\bNaN\b|\^\[|ajv|keyword/

interface Refusal {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly code: string
  readonly faults?: readonly { readonly reason: string }[]
}

function expectPlain(problem: Refusal, what: string): void {
  for (const text of [problem.title, problem.detail, ...(problem.faults ?? []).map(({ reason }) => reason)])
    expect(text, `${what}: ${JSON.stringify(problem)}`).not.toMatch(internals)
}

const toUrl = (path: string) =>
  path
    .replaceAll('{version}', '1')
    .replaceAll('{predictor}', 'cascade-size')
    .replaceAll(/\{\w+\}/g, 'x')

/** The schemas of one line, for the operations that accept only newline-delimited JSON. */
const lines: Readonly<Partial<Record<OperationId, string>>> = {
  submitCascadeBatch: '/components/schemas/CascadeSubmission',
  submitBatchToPredictor: '/components/schemas/PredictorSubmission'
}

describe('describes in plain words what is wrong', () => {
  const bodied = operations.filter(({ body }) => body !== null)
  const ids = bodied.map(({ id }) => id)
  test.each(ids)('with the body of %s', async id => {
    const operation = bodied.find(each => each.id === id)!
    const { inject } = await openApi({ limits: { waitSeconds: 0 } })
    const { method } = operation
    const url = toUrl(operation.path)
    const line = lines[id]
    const isBatch = line !== undefined
    const pointer = line ?? operation.body!.schemas['application/json']!
    const headers = { 'content-type': isBatch ? 'application/x-ndjson' : 'application/json' }
    const keywords = new Set<string>()
    for (const { keyword, value } of makeFaults(findSchema(pointer))) {
      const answer = await inject({ method, url, headers, payload: JSON.stringify(value) })
      const said = isBatch ? JSON.parse(answer.body).problem : answer.json()
      const what = `${keyword} ${JSON.stringify(value).slice(0, 200)}`
      expect(said?.status, what).toBe(400)
      expect(said.detail, what).not.toMatch(/API documentation/)
      expectPlain(said, what)
      keywords.add(keyword)
    }
    expect(keywords.size).toBeGreaterThan(1)
    for (const payload of [
      '{',
      '[1,',
      '{"a":1,"a":2}',
      'nonsense',
      '"x',
      '\u0000',
      '{"__proto__":1}',
      `${'['.repeat(99)}`
    ]) {
      const answer = await inject({ method, url, headers, payload })
      expectPlain(isBatch ? JSON.parse(answer.body).problem : answer.json(), payload)
    }
  })

  test('with each parameter of each operation', async () => {
    const { inject } = await openApi({
      limits: { waitSeconds: 0, feeds: { total: 0, perKey: 0, perAddress: 0 } }
    })
    for (const operation of operations)
      for (const location of ['path', 'query', 'header'] as const)
        for (const { name, schema } of operation.parameters[location])
          for (const { keyword, value } of makeFaults(schema as Record<string, unknown>)) {
            const text = typeof value === 'object' ? '' : String(value).replaceAll(/\p{Cs}/gu, '')
            const isSendable = location !== 'header' || /^[\x20-\x7e]*$/.test(text)
            if (text === '' || text === '..' || !isSendable || name === 'Prefer') continue
            const url = toUrl(
              location === 'path'
                ? operation.path.replace(`{${name}}`, encodeURIComponent(text))
                : operation.path
            )
            const query = location === 'query' ? `?${name}=${encodeURIComponent(text)}` : ''
            const answer = await inject({
              method: operation.method,
              url: url + query,
              headers: location === 'header' ? { [name]: text } : {}
            })
            if (answer.statusCode >= 400) expectPlain(answer.json(), `${keyword} ${url}${query}`)
          }
  })
})

test('names the field by its path, the value and what to do', async () => {
  const { inject } = await openApi()
  const submit = async (body: object) =>
    (await inject({ method: 'POST', url: '/cascades', payload: body })).json()
  expect(
    await submit({
      events: [
        { time: 0, magnitude: 1 },
        { time: 'soon', magnitude: 1 }
      ]
    })
  ).toMatchObject({
    detail: 'events[1].time must be a finite number (got "soon")',
    field: '/events/1/time'
  })
  expect((await submit({ events: [{ time: 5, magnitude: 1 }] })).detail).toBe(
    'events[0].time must be 0: the first event is the post, and times count from the post (got 5)'
  )
  expect((await submit({ events: [{ time: 0, magnitude: 1 }], windw: 1 })).detail).toBe(
    'windw is not a field of this object: omit it'
  )
  const replay = { method: 'POST', url: '/replays', payload: { kind: 'simulation', speed: 'fast' } } as const
  expect((await inject(replay)).json().detail).toBe('speed must be a finite number, or be "max" (got "fast")')
  const event = { eventId: '1', cascadeId: 'a', kind: 'like', time: 1_700_000_000, magnitude: 1 }
  const fed = await inject({ method: 'POST', url: '/events', payload: [event] })
  expect(fed.json().detail).toBe('item [0].kind must be one of post, reshare (got "like")')
})

test('has a description of every pattern of the contract', () => {
  const used = [...documentText.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
    JSON.parse(text!)
  )
  expect(used.filter(pattern => patterns[pattern] === undefined)).toEqual([])
})

test('has a description of keywords that only predictors use', () => {
  const check = buildSchemaCheck({
    type: 'object',
    minProperties: 1,
    maxProperties: 2,
    propertyNames: { maxLength: 3 },
    dependentRequired: { a: ['b'] },
    properties: {
      a: { type: 'number', multipleOf: 5, exclusiveMaximum: 100 },
      b: { type: 'array', uniqueItems: true },
      c: { not: { const: 1 } }
    }
  })
  for (const value of [
    {},
    { a: 5, b: [], c: 2 },
    { long: 1 },
    { a: 5 },
    { a: 7, b: [] },
    { a: 100, b: [] },
    { b: [1, 1] },
    { c: 1 }
  ]) {
    let problem: { message: string } | undefined
    try {
      check(value, '/input')
    } catch (error) {
      problem = error as Error
    }
    expect(problem?.message, JSON.stringify(value)).toMatch(/^input/)
    expect(problem?.message).not.toMatch(internals)
  }
})

test('writes a field as a path', () => {
  expect(describeField('/events/3/time')).toBe('events[3].time')
  expect(describeField('/0/time')).toBe('item [0].time')
  expect(describeField('/a/b c/x~1y')).toBe('a["b c"]["x/y"]')
  expect(describeField('')).toBe('the body')
  expect(describeField('Idempotency-Key')).toBe('Idempotency-Key')
})

test('makeValid creates a value without faults', () => {
  const schema = resolveSchema(findSchema('/components/schemas/CascadeSubmission'))
  expect(makeValid(schema)).toMatchObject({ events: [{}] })
})
