import { expect, test } from 'vitest'
import type { Submission } from '../../stores/predictions.ts'
import { openStores, type Stores } from '../harness/open-stores.ts'
import { buildSetClock } from '../harness/set-clock.ts'

const predictor = 'echo'

async function predictAndFinish({ predictions }: Stores, subject: string, modelVersion: number | null) {
  const submission: Submission = {
    predictor,
    subject,
    slice: '300',
    input: '{"x":1}',
    pinnedVersion: null,
    callback: null,
    requestId: null
  }
  const accepted = await predictions.accept(submission)
  const [claim] = await predictions.claim([accepted], 'w', 30)
  await predictions.finish([
    {
      claim: claim!,
      state: 'succeeded',
      output: '{"y":2}',
      features: null,
      modelVersion,
      modelChecksum: null,
      timings: null
    }
  ])
  return accepted.id
}

test('revises an outcome only by a different report', async () => {
  const { outcomes } = await openStores(buildSetClock())
  const put = (outcome: string) =>
    outcomes.put({ predictor, subject: 's', outcome, endedAt: 5, source: 'reported' })
  expect(await put('{"size":3}')).toMatchObject({ revision: 1, isNew: true })
  expect(await put('{"size":3}')).toMatchObject({ revision: 1, isNew: false })
  expect(await put('{"size":4}')).toMatchObject({ revision: 2, isNew: true })
  expect(await outcomes.get(predictor, 's')).toMatchObject({ outcome: '{"size":4}', revision: 2 })
})

test('reopens a settled outcome on a revision, a new sample version or a later prediction', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, samples } = stores
  const first = await predictAndFinish(stores, 's', 1)
  await outcomes.put({ predictor, subject: 's', outcome: '{"size":3}', endedAt: 5, source: 'reported' })
  const sample = { predictor, version: 1, subject: 's', slice: '300', sample: '[3]', endedAt: 5 }
  const settleAll = async (version = 1) => {
    const open = await outcomes.open(predictor, version, 10)
    const made = { samples: [{ ...sample, version }], scores: [] }
    for (const each of open) expect(await outcomes.settle(each, version, made)).toBe(true)
    return open.map(each => each.predictions.map(prediction => prediction.id))
  }
  expect(await settleAll()).toEqual([[first]])
  expect(await settleAll()).toEqual([])
  expect(await samples.count({ predictor, version: 1 })).toBe(1)
  const second = await predictAndFinish(stores, 's', 2)
  expect(await settleAll()).toEqual([[first, second]])
  await outcomes.put({ predictor, subject: 's', outcome: '{"size":9}', endedAt: 6, source: 'reported' })
  expect(await settleAll()).toEqual([[first, second]])
  expect(await settleAll(2)).toEqual([[first, second]])
  expect(await settleAll(2)).toEqual([])
  expect(await samples.count({ predictor, version: 1 })).toBe(1)
  expect(await samples.countOutdated(predictor, 2)).toBe(1)
  expect(await samples.removeOutdated(predictor, 2, 10)).toBe(1)
  expect(await samples.countOutdated(predictor, 2)).toBe(0)
})

test('settles nothing when the outcome was revised or gained a prediction meanwhile', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, samples } = stores
  const report = { predictor, subject: 's', outcome: '{}', endedAt: 5, source: 'reported' as const }
  const sample = { predictor, version: 1, subject: 's', slice: null, sample: '[]', endedAt: 5 }
  await outcomes.put(report)
  const [before] = await outcomes.open(predictor, 1, 10)
  await outcomes.put({ ...report, outcome: '{"more":1}' })
  expect(await outcomes.settle(before!, 1, { samples: [sample], scores: [] })).toBe(false)
  const [now] = await outcomes.open(predictor, 1, 10)
  await predictAndFinish(stores, 's', 1)
  expect(await outcomes.settle(now!, 1, { samples: [sample], scores: [] })).toBe(false)
  expect(await samples.count({ predictor, version: 1 })).toBe(0)
})

test('returns an open outcome only for its predictor, with its succeeded predictions', async () => {
  const stores = await openStores(buildSetClock())
  const { outcomes, predictions } = stores
  const report = { subject: 's', endedAt: 5, source: 'reported' as const }
  await outcomes.put({ ...report, predictor: 'another', outcome: '{"size":1}' })
  expect(await outcomes.get(predictor, 's')).toBeNull()
  await outcomes.put({ ...report, predictor, outcome: '{"size":2}' })
  expect(await outcomes.get(predictor, 's')).toMatchObject({ outcome: '{"size":2}' })
  expect(await outcomes.get('another', 's')).toMatchObject({ outcome: '{"size":1}' })
  const succeeded = await predictAndFinish(stores, 's', 1)
  await predictions.accept({
    predictor,
    subject: 's',
    slice: '300',
    input: '{"x":1}',
    pinnedVersion: null,
    callback: null,
    requestId: null
  })
  const [open] = await outcomes.open(predictor, 1, 10)
  expect(open!.predictions.map(({ id }) => id)).toEqual([succeeded])
})

test('stores one sample for each subject, slice and version, and lists pages by end', async () => {
  const { samples } = await openStores(buildSetClock())
  const make = (subject: string, endedAt: number, sample = '[]') => ({
    predictor,
    version: 1,
    subject,
    slice: '300',
    sample,
    endedAt
  })
  await samples.put([make('a', 30), make('b', 10), make('c', 20), make('d', 20)])
  await samples.put([make('a', 30, '[9]'), make('a', 30, '[10]')])
  const seen: string[] = []
  for (let after: { endedAt: number; id: string } | undefined; ; ) {
    const page = await samples.list({ predictor, version: 1 }, { limit: 1, after })
    if (page.length === 0) break
    seen.push(`${page[0]!.subject}${page[0]!.sample}`)
    after = page[0]
  }
  expect(seen).toEqual(['b[]', 'c[]', 'd[]', 'a[10]'])
  expect(await samples.count({ predictor, version: 1, endedAfter: 10 })).toBe(3)
  expect(await samples.sweep(predictor, 2, 10)).toBe(2)
  expect((await samples.list({ predictor, version: 1 }, { limit: 9 })).map(each => each.subject)).toEqual([
    'd',
    'a'
  ])
})

test('summarizes scores by version and slice, with true medians', async () => {
  const { scores, database } = await openStores(buildSetClock())
  const make = (id: number, modelVersion: number | null, slice: string, loss: number | null) => ({
    predictionId: `p${id}`,
    predictor,
    modelVersion,
    slice,
    subject: `s${id}`,
    loss,
    modelLessLoss: 2,
    baselineLosses: id === 5 ? {} : { constant: id, 'by-hour': id * id },
    endedAt: id,
    forecastAt: id
  })
  await database.write(transaction =>
    scores.add(transaction, [
      make(1, 7, '300', 1),
      make(2, 7, '300', 5),
      make(3, 7, '300', 2),
      make(4, 7, '300', null),
      make(5, 7, '600', 4),
      make(6, 7, '600', 2),
      make(7, null, '300', 9)
    ])
  )
  const summary = await scores.summarize({ predictor })
  expect(summary.map(each => [each.modelVersion, each.slice, each.count, each.failures])).toEqual([
    [null, '300', 1, 0],
    [7, '300', 4, 1],
    [7, '600', 2, 0]
  ])
  expect(summary[1]).toMatchObject({
    medianLoss: 2,
    meanModelLessLoss: 2,
    meanBaselineLosses: { constant: 2.5, 'by-hour': 7.5 },
    medianBaselineLosses: { constant: 2.5, 'by-hour': 6.5 },
    lastEndedAt: 4
  })
  expect(summary[1]!.meanLoss).toBeCloseTo(8 / 3, 12)
  expect(summary[2]).toMatchObject({ meanLoss: 3, medianLoss: 3, meanBaselineLosses: { constant: 6 } })
  expect(await scores.summarize({ predictor, modelVersion: null })).toHaveLength(1)
  expect(await scores.summarize({ predictor, modelVersion: 7, endedAfter: 4 })).toHaveLength(1)
  const overTime = await scores.summarize({ predictor, periodMilliseconds: 3 })
  expect(
    overTime.map(each => [each.modelVersion, each.slice, each.periodAt, each.count, each.meanLoss])
  ).toEqual([
    [null, '300', 6, 1, 9],
    [7, '300', 0, 2, 3],
    [7, '300', 3, 2, 2],
    [7, '600', 3, 1, 4],
    [7, '600', 6, 1, 2]
  ])
  expect(overTime[1]).toMatchObject({ medianLoss: 3, firstEndedAt: 1, lastEndedAt: 2 })
  expect(overTime.map(each => each.meanBaselineLosses.constant)).toEqual([7, 1.5, 3.5, undefined, 6])
  expect(await scores.rollingLoss(predictor, 7, 2)).toEqual({ mean: 3, count: 2 })
  expect(await scores.rollingLoss(predictor, 8, 2)).toBeNull()
})

test('a sweep of samples deletes one surplus sample and no more', async () => {
  const { samples } = await openStores(buildSetClock())
  const make = (subject: string, endedAt: number) => ({
    predictor,
    version: 1,
    subject,
    slice: null,
    sample: '[]',
    endedAt
  })
  await samples.put([make('a', 1), make('b', 2), make('c', 3)])
  expect(await samples.sweep(predictor, 2, 10)).toBe(1)
  expect(await samples.sweep(predictor, 2, 10)).toBe(0)
  expect((await samples.list({ predictor, version: 1 }, { limit: 9 })).map(each => each.subject)).toEqual([
    'b',
    'c'
  ])
})

test('the rolling loss excludes forecasts of pinned versions', async () => {
  const { scores, predictions, database } = await openStores(buildSetClock())
  const accept = (pinnedVersion: number | null) =>
    predictions.accept({
      predictor,
      subject: 's',
      slice: null,
      input: '{}',
      pinnedVersion,
      callback: null,
      requestId: null
    })
  const score = { predictor, slice: null, subject: 's', modelLessLoss: 1, baselineLosses: {}, endedAt: 1 }
  const [served, pinned] = [await accept(null), await accept(7)]
  await database.write(transaction =>
    scores.add(transaction, [
      { ...score, predictionId: served.id, modelVersion: 7, loss: 2, forecastAt: 1 },
      { ...score, predictionId: pinned.id, modelVersion: 7, loss: 8, forecastAt: 2 },
      { ...score, predictionId: 'gone', modelVersion: null, loss: 3, forecastAt: 3 },
      { ...score, predictionId: 'failed', modelVersion: null, loss: null, forecastAt: 4 }
    ])
  )
  expect(await scores.rollingLoss(predictor, 7, 10)).toEqual({ mean: 2, count: 1 })
  expect(await scores.rollingLoss(predictor, null, 10)).toEqual({ mean: 3, count: 1 })
})

test('withdraws more outcomes than fit in one transaction', async () => {
  const { outcomes, outcomeWithdrawals, database } = await openStores(buildSetClock())
  const report = { predictor, outcome: '{}', endedAt: 1, source: 'reported' as const }
  await database.write(async transaction => {
    for (let number = 0; number < 501; number++)
      await outcomes.putWithin(transaction, { ...report, subject: `s${number}` })
  })
  expect(await outcomeWithdrawals.withdraw({ predictor }, 'test')).toMatchObject({ outcomes: 501 })
  expect(await outcomes.count(predictor)).toBe(0)
})
