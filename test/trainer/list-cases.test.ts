import { expect, test } from 'vitest'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import type { Samples, StoredSample } from '../../stores/samples.ts'
import { listCases } from '../../trainer/list-cases.ts'

const COUNT = 4_500
const stored = Array.from({ length: COUNT }, (_, index) => ({
  id: `s${index}`,
  subject: `g${index >> 1}`,
  endedAt: index,
  provenance: (['real', 'simulated', 'demo'] as const)[index % 3],
  sample: '[]'
})) as unknown as readonly StoredSample[]
const samples: Pick<Samples, 'list' | 'count'> = {
  count: async () => COUNT,
  async list(_, { limit, after }) {
    const start = after === undefined ? 0 : stored.findIndex(({ id }) => id === after.id) + 1
    return stored.slice(start, start + limit)
  }
}
const predictor = { name: 'any', sampleVersion: 1 } as AnyPredictor
const list = async (limit: number) =>
  (await listCases(samples, predictor, { limit, provenances: ['real'] })).map(({ id }) => id)

test('reads all cases, page by page, each once and in order', async () => {
  expect(await list(10_000)).toEqual(stored.map(({ id }) => id))
})

test('marks the cases that were not observed', async () => {
  const cases = await listCases(samples, predictor, { limit: COUNT, provenances: ['real'] })
  expect(cases.slice(0, 4).map(({ isSimulated }) => isSimulated)).toEqual([false, true, true, false])
})

test('reads of more than the limit those that ended last', async () => {
  expect(await list(4_499)).toEqual(stored.slice(1).map(({ id }) => id))
  expect(await list(3)).toEqual(['s4497', 's4498', 's4499'])
})
