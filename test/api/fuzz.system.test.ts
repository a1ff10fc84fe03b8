import { expect, test } from 'vitest'
import { fuzz } from '../harness/fuzz.ts'
import { openApi } from '../harness/test-api.ts'

// By hand 10,000 (npm run by-hand -- requests). The same seed gives the same requests.
const count = Number(process.env.REQUESTS_COUNT ?? 1_000)
const seed = Number(process.env.REQUESTS_SEED ?? Math.floor(Math.random() * 2 ** 31))

test('answers generated and mutated requests without a 500, a hang or a crash', async () => {
  console.log(`REQUESTS_COUNT=${count} REQUESTS_SEED=${seed}`)
  const statuses = await fuzz(seed, count)
  expect([...statuses.values()].reduce((sum, each) => sum + each)).toBe(count)
  console.log(Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)))
})

test('rejects a million events, and megabytes of nonsense, quickly and with the cause', async () => {
  const { inject } = await openApi()
  const post = async (payload: string) => {
    const start = performance.now()
    const answer = await inject({
      method: 'POST',
      url: '/cascades',
      headers: { 'content-type': 'application/json' },
      payload
    })
    expect(performance.now() - start).toBeLessThan(5000)
    return answer.json()
  }
  const events = (count: number) =>
    Array.from({ length: count }, (_, time) => `{"time":${time},"magnitude":1}`)
  expect((await post(`{"events":[${events(1_000_000).join()}]}`)).code).toBe('body-too-large')
  expect(await post(`{"events":[${events(200_001).join()}]}`)).toMatchObject({
    code: 'invalid-field',
    field: '/events'
  })
  expect(await post(`{"events":[${'1,'.repeat(5_000_000)}1]}`)).toMatchObject({ field: '/events/0' })
  const keys = Array.from({ length: 800_000 }, (_, i) => `"k${i}":0`)
  expect((await post(`{${keys.join()},"k7":1}`)).code).toBe('invalid-body')
  expect((await post('['.repeat(16_000_000))).code).toBe('invalid-body')
  expect((await post(`{"events":"${'\\u0041'.repeat(2_000_000)}"}`)).field).toBe('/events')
})
