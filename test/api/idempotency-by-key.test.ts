import { expect, test } from 'vitest'
import { openApi } from '../harness/test-api.ts'

const cascade = {
  id: 'post-1',
  events: [
    { time: 0, magnitude: 4000 },
    { time: 12.5, magnitude: 800 }
  ]
}

test('creates a prediction for each of two callers with the same Idempotency-Key', async () => {
  const keys = [
    { name: 'first', secret: 'secret-of-the-first-caller-0001' },
    { name: 'second', secret: 'secret-of-the-second-caller-002' }
  ]
  const api = await openApi({ settings: { keys } })
  const submit = async (key: { readonly secret: string } | undefined, payload: object) => {
    const authorization = `Bearer ${key?.secret}`
    const headers = { authorization, 'idempotency-key': 'daily' }
    const response = await api.inject({ method: 'POST', url: '/cascades', headers, payload })
    expect(response.statusCode).toBe(202)
    return response.json().id as string
  }
  const first = await submit(keys[0], cascade)
  expect(await submit(keys[1], { ...cascade, window: 90 })).not.toBe(first)
  expect(await submit(keys[1], { ...cascade, window: 90 })).not.toBe(first)
  expect(await submit(keys[0], cascade)).toBe(first)
})
