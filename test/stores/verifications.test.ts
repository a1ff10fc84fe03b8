import { expect, test } from 'vitest'
import { openStores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'echo'
const passed = { state: 'passed', reason: 'as promised', version: 1, cases: 3, metrics: [] } as const

test('a second request returns the queued verification; after its start, a request queues a new one', async () => {
  const { verifications } = await openStores(buildSetClock())
  const first = await verifications.request(predictor, 'schedule')
  expect(first.map(({ kind }) => kind)).toEqual(['newest', 'golden'])
  expect(await verifications.request(predictor, 'by-hand')).toEqual(first)
  expect((await verifications.request('other', 'by-hand')).map(({ trigger }) => trigger)).toEqual([
    'by-hand',
    'by-hand'
  ])
  const begun = await verifications.begin(predictor)
  expect(begun).toMatchObject({ id: first[0]?.id, state: 'running', attempts: 1 })
  const [again, golden] = await verifications.request(predictor, 'by-hand')
  expect([again?.id === begun?.id, golden?.id]).toEqual([false, first[1]?.id])
})

test('requeues the verification of a dead trainer once, and does not write a late end', async () => {
  const { verifications } = await openStores(buildSetClock())
  await verifications.request(predictor, 'schedule')
  const first = await verifications.begin(predictor)
  await verifications.recover('other')
  await verifications.recover(predictor)
  const second = await verifications.begin(predictor)
  expect(second).toMatchObject({ id: first?.id, attempts: 2 })
  await verifications.finish(first!, passed)
  await verifications.postpone(first!)
  const find = async () =>
    (await verifications.list(predictor, { limit: 9 })).items.find(({ id }) => id === first?.id)
  expect(await find()).toMatchObject({ state: 'running', attempts: 2 })
  await verifications.recover(predictor)
  expect(await find()).toMatchObject({
    state: 'undecided',
    reason: '2 trainers stopped during this verification'
  })
})

test('lists pages newest first and returns the last ended one of each kind', async () => {
  const { verifications } = await openStores(buildSetClock())
  for (const state of ['failed', 'passed'] as const) {
    await verifications.request(predictor, 'schedule')
    for (let next = await verifications.begin(predictor); next; next = await verifications.begin(predictor))
      await verifications.finish(next, { ...passed, state, metrics: [metric] })
  }
  await verifications.request(predictor, 'by-hand')
  const page = await verifications.list(predictor, { limit: 4 })
  expect(page.items.map(({ state }) => state)).toEqual(['queued', 'queued', 'passed', 'passed'])
  const rest = await verifications.list(predictor, { limit: 4, cursor: page.next! })
  expect(rest).toMatchObject({
    items: [{ state: 'failed', metrics: [metric] }, { state: 'failed' }],
    next: null
  })
  expect(await verifications.lastEnded(predictor)).toMatchObject([
    { kind: 'newest', state: 'passed' },
    { kind: 'golden', state: 'passed' }
  ])
})

const metric = { slice: 'all', forecaster: 'live', cases: 3, meanLoss: 0.2, medianLoss: 0.1 }

test('keeps the first answers of a version on a golden set', async () => {
  const { verifications } = await openStores(buildSetClock())
  const keep = (version: number, goldenSet: string, answers: string) =>
    verifications.keepAnswers({ predictor, version, goldenSet }, answers)
  expect(await keep(1, 'a', 'first')).toBe('first')
  expect(await keep(1, 'a', 'second')).toBe('first')
  expect(await keep(2, 'a', 'second')).toBe('second')
  expect(await keep(1, 'b', 'third')).toBe('third')
})
