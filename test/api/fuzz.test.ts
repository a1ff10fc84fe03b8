import { expect, test } from 'vitest'
import { fuzz } from '../harness/fuzz.ts'

test('2,000 generated requests: every answer is one of the contract, none an internal error', async () => {
  const statuses = await fuzz(1, 2_000)
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 405, 415]))
})
