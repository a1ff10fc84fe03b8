import { expect, test } from 'vitest'
import { fuzz } from '../harness/fuzz.ts'

test('answers 2,000 generated requests as the contract says, without an internal error', async () => {
  const statuses = await fuzz(1, 2_000)
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 405, 415]))
})
