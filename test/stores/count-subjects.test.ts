import { expect, test } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

test('counts the subjects of samples once each, up to a maximum, and those known at a time', async () => {
  const clock = buildSetClock()
  const { samples } = await openStores(clock)
  const put = (subject: string, slice: string, provenance: 'real' | 'simulated' = 'real') =>
    samples.put([{ predictor: 'any', version: 1, subject, slice, sample: '{}', endedAt: 1, provenance }])
  for (const slice of ['300', '600']) for (const subject of ['a', 'b']) await put(subject, slice)
  await put('drawn', '300', 'simulated')
  const before = clock.now()
  clock.advance(1)
  await put('c', '300')
  const real = { predictor: 'any', version: 1, provenances: ['real'] } as const
  expect(await samples.countSubjects(real, 10)).toBe(3)
  expect(await samples.countSubjects(real, 2)).toBe(2)
  expect(await samples.countSubjects({ ...real, createdUntil: before }, 10)).toBe(2)
  expect(await samples.countSubjects({ ...real, version: 2 }, 10)).toBe(0)
})
