import { afterAll, expect, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { runTraining } from '../../trainer/run-training.ts'
import { readTrainingRequest, type TrainingRunOptions } from '../../trainer/training-request.ts'
import * as evenOdd from '../fixtures/even-odd.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const { name } = evenOdd.predictor

function build() {
  const versions = buildModelVersions({ blobs: openBlobsFolder(temporaryFolder()), clock: systemClock })
  const settings = {
    heldOutShare: 0.25,
    minHeldOutGroups: 20,
    minTrainingGroups: 20,
    minCrossValidatedGroups: 20,
    maxCrossValidatedGroups: 0,
    startsFromFirstModel: true
  }
  const parts = {
    predictorModule: evenOdd,
    versions,
    threads,
    clock: systemClock,
    settings,
    codeVersion: 'test'
  }
  const run = (cases: ReturnType<typeof drawCases>, asked: TrainingRunOptions = {}) =>
    runTraining({ ...parts, isOurs: () => true }, cases, readTrainingRequest(JSON.stringify(asked)))
  return { versions, run }
}

/** Cases from number `first` on; `isEven` may lie. */
function drawCases(
  first: number,
  count: number,
  slices: readonly string[],
  isEven: (n: number) => boolean = number => number % 2 === 0
) {
  return Array.from({ length: count }, (_, index) => first + index).flatMap(number =>
    slices.map(slice => ({
      id: `${number}/${slice}`,
      group: `n${number}`,
      endedAt: 1_000 * number,
      sample: JSON.stringify({ slice, number, isEven: isEven(number) } satisfies evenOdd.NumberSample)
    }))
  )
}

// In each run of 50 numbers 45 are called even, at places that the last digit does not tell.
const mostlyEven = (number: number) => Math.floor(number / 10) % 10 !== number % 10

test('holds back a first version that does not beat the baseline named majority', async () => {
  const { versions, run } = build()
  const end = await run(drawCases(0, 400, ['a'], mostlyEven))
  expect(end).toMatchObject({
    state: 'declined',
    version: 1,
    reason: expect.stringContaining('worse than majority')
  })
  expect(await versions.serving(name)).toBeNull()
})

test('holds back a version that beats the live one and is worse than a baseline', async () => {
  const { versions, run } = build()
  // The live version learned the opposite, so that anything beats it.
  const odd = (number: number) => number % 2 === 1
  await run(drawCases(0, 100, ['a'], odd), { override: { actor: 'ann', reason: 'a start' } })
  const end = await run(drawCases(100, 400, ['a'], mostlyEven))
  expect(end).toMatchObject({
    state: 'declined',
    reason: expect.stringMatching(/worse than majority .* no baseline may be better/),
    report: { gate: { comparisons: [{ rival: 'champion', isBetter: true }] } }
  })
  expect(await versions.serving(name)).toMatchObject({ version: 1 })
})

test('holds back a version that does not answer at a slice which the live version covers', async () => {
  const { run } = build()
  const odd = (number: number) => number % 2 === 1
  await run(drawCases(0, 200, ['300', '600'], odd), { override: { actor: 'ann', reason: 'a start' } })
  // No case at 600 is left: the manifest of the live version says that it covers it.
  const end = await run(drawCases(200, 200, ['300']))
  expect(end).toMatchObject({
    state: 'declined',
    reason: expect.stringContaining("does not answer at '600'"),
    report: { gate: { droppedSlices: ['600'] } }
  })
  expect(await run(drawCases(400, 200, ['300', '600']))).toMatchObject({ state: 'promoted' })
})

test('lets a real version follow a simulated one at the slices that are asked for', async () => {
  const { run } = build()
  await run(drawCases(0, 200, ['300', '600']), { isSimulated: true })
  expect(await run(drawCases(200, 200, ['300']))).toMatchObject({ state: 'promoted', version: 2 })
})

test('writes the further metrics of candidate and champion into the manifest, slices of text in their order', async () => {
  const { versions, run } = build()
  const odd = (number: number) => number % 2 === 1
  await run(drawCases(0, 200, ['b', '9', 'a', '10'], odd), { override: { actor: 'ann', reason: 'a start' } })
  expect(await run(drawCases(200, 200, ['b', '9', 'a', '10']))).toMatchObject({ state: 'promoted' })
  const first = await versions.manifest(name, 1)
  expect(first.otherMetrics).toEqual([{ metric: 'accuracy', forecaster: 'candidate', value: 1 }])
  const second = await versions.manifest(name, 2)
  expect(second.otherMetrics).toEqual([
    { metric: 'accuracy', forecaster: 'candidate', value: 1 },
    { metric: 'accuracy', forecaster: 'champion', value: 0 }
  ])
  const slices = second.metrics.filter(({ forecaster }) => forecaster === 'candidate').map(each => each.slice)
  expect(slices).toEqual(['all', '10', '9', 'a', 'b'])
})

test('names the slices of text that are no longer answered in their order', async () => {
  const { run } = build()
  await run(drawCases(0, 200, ['a', 'c', '9', '10']), { override: { actor: 'ann', reason: 'a start' } })
  expect(await run(drawCases(200, 200, ['a']))).toMatchObject({
    report: { gate: { droppedSlices: ['10', '9', 'c'] } }
  })
})
