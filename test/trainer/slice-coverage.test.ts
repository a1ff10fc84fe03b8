import { expect, test } from 'vitest'
import type { Threads } from '../../ports/threads.ts'
import type { Losses } from '../../predictors/predictor.ts'
import type { Metric } from '../../stores/model-manifest.ts'
import { findDroppedSlices } from '../../trainer/slice-coverage.ts'
import type { CaseText, LossesTask } from '../../trainer/train-task.ts'
import * as languageGuess from '../fixtures/language-guess.ts'

const candidate = new SharedArrayBuffer(1)
const live = new SharedArrayBuffer(1)

/** A case's id is its slice; each model answers the cases of the slices that are named. */
function find(
  slices: readonly string[],
  answered: { readonly candidate: readonly string[]; readonly live: readonly string[] },
  { metrics = [], isSimulated = false }: { metrics?: readonly Metric[]; isSimulated?: boolean } = {}
) {
  const cases = slices.map(slice => ({ id: slice })) as unknown as readonly CaseText[]
  const threads = {
    share: (value: readonly CaseText[]) => value,
    async run({ payload }: { readonly payload: LossesTask }): Promise<Losses> {
      const asked = (payload.samples as unknown as readonly CaseText[]).map(({ id }) => id)
      const own = payload.model === candidate ? answered.candidate : answered.live
      const values = asked.map(slice => (payload.model === null || own.includes(slice) ? 1 : Number.NaN))
      return { groups: asked, slices: asked, values: Float64Array.from(values) }
    }
  } as unknown as Threads
  return findDroppedSlices(
    { threads, predictorModule: languageGuess, candidate, live: { bytes: live, metrics, isSimulated } },
    cases
  )
}

const metricOf = (slice: string, cases: number): Metric => ({
  slice,
  forecaster: 'candidate',
  cases,
  meanLoss: 1,
  medianLoss: 1
})

test('finds the slices of the cases that the live version answers and the candidate does not', async () => {
  const slices = ['a', 'b', 'c', 'a', 'b', 'c']
  expect(await find(slices, { candidate: ['a'], live: ['a', 'b'] })).toEqual(['b'])
  expect(await find(slices, { candidate: ['a', 'b', 'c'], live: ['a', 'b'] })).toEqual([])
})

test('finds a slice without cases by the figures of a live version that learned from real ones', async () => {
  const metrics = [metricOf('all', 9), metricOf('b', 3), metricOf('c', 0)]
  const answered = { candidate: ['a'], live: ['a'] }
  expect(await find(['a'], answered, { metrics })).toEqual(['b'])
  expect(await find(['a'], answered, { metrics, isSimulated: true })).toEqual([])
})
