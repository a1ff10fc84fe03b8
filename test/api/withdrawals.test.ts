import { expect, test } from 'vitest'
import { openApi, type TestApi } from '../harness/test-api.ts'

const predictor = 'cascade-size'
const T0 = Date.parse('2026-11-01T00:00:00Z')

/** Stores three outcomes of the stream, from two sources, and a reported one, each with a sample and a score. */
async function openWithOutcomes(): Promise<TestApi> {
  const api = await openApi()
  const { outcomes, samples, scores, database } = api.stores
  for (const [index, [subject, streamSource]] of [
    ['a', 'feed'],
    ['b', 'feed'],
    ['c', 'other'],
    ['d', undefined]
  ].entries()) {
    const endedAt = T0 + index * 1_000
    await outcomes.put({
      predictor,
      subject: subject!,
      outcome: '{"finalSize":9}',
      endedAt,
      source: streamSource ? 'stream' : 'reported',
      ...(streamSource && { streamSource })
    })
    await samples.put([{ predictor, version: 1, subject: subject!, slice: '300', sample: '{}', endedAt }])
    const score = {
      predictionId: `p${subject}`,
      predictor,
      modelVersion: null,
      slice: '300',
      subject: subject!
    }
    const losses = { loss: 1, modelLessLoss: 1, baselineLosses: {} }
    await database.write(transaction =>
      scores.add(transaction, [{ ...score, ...losses, endedAt, forecastAt: endedAt }])
    )
  }
  return api
}

const withdraw = async (api: TestApi, payload: object) =>
  (await api.inject({ method: 'POST', url: '/outcomes/withdraw', payload })).json()

const count = ({ stores }: TestApi) => stores.samples.count({ predictor, version: 1 })

test('a dry run counts what would be withdrawn and changes nothing', async () => {
  const api = await openWithOutcomes()
  expect(await withdraw(api, { source: 'feed', reason: 'a wrong clock' })).toEqual({
    isDryRun: true,
    outcomes: 2,
    samples: 2,
    scores: 2,
    cascadeIds: ['a', 'b']
  })
  expect(await count(api)).toBe(4)
  expect(await withdraw(api, { reason: 'all' })).toMatchObject({ status: 400, field: '/cascadeId' })
})

test('withdraws the outcomes of a source with samples and scores once, and publishes the withdrawals', async () => {
  const api = await openWithOutcomes()
  const asked = { source: 'feed', reason: 'a wrong clock', isDryRun: false }
  expect(await withdraw(api, asked)).toMatchObject({ outcomes: 2, samples: 2, scores: 2 })
  expect(await withdraw(api, asked)).toMatchObject({ outcomes: 0, samples: 0, scores: 0, cascadeIds: [] })
  expect(await count(api)).toBe(2)
  expect(await api.stores.scores.summarize({ predictor })).toMatchObject([{ count: 2 }])
  expect((await api.inject({ url: '/cascades/a/outcome' })).statusCode).toBe(404)
  expect((await api.inject({ url: '/cascades/c/outcome' })).statusCode).toBe(200)
  const messages = (await api.stores.outbox.due('message', 'groundswell.cascades', 10)).map(({ payload }) =>
    JSON.parse(payload)
  )
  expect(messages).toMatchObject([
    { type: 'groundswell.cascade-withdrawn.v1', subject: 'a', data: { reason: 'a wrong clock' } },
    { type: 'groundswell.cascade-withdrawn.v1', subject: 'b' }
  ])
  expect(api.logLines.find(({ message }) => message === 'outcomes were withdrawn')?.fields).toMatchObject({
    streamSource: 'feed',
    outcomes: 2,
    actor: 'api'
  })
})

test('withdraws by cascade and by time range', async () => {
  const api = await openWithOutcomes()
  const times = {
    endedFrom: new Date(T0 + 1_000).toISOString(),
    endedBefore: new Date(T0 + 3_000).toISOString()
  }
  expect(await withdraw(api, { ...times, reason: 'x' })).toMatchObject({ cascadeIds: ['b', 'c'] })
  expect(await withdraw(api, { ...times, source: 'feed', reason: 'x' })).toMatchObject({ cascadeIds: ['b'] })
  expect(await withdraw(api, { cascadeId: 'd', reason: 'x', isDryRun: false })).toMatchObject({ outcomes: 1 })
  expect(await count(api)).toBe(3)
})

test('a report restores a withdrawn outcome, and the stream does not', async () => {
  const api = await openWithOutcomes()
  const { outcomes } = api.stores
  await withdraw(api, { cascadeId: 'a', reason: 'x', isDryRun: false })
  const later = { predictor, subject: 'a', outcome: '{"finalSize":10}', endedAt: T0 }
  expect(await outcomes.put({ ...later, source: 'stream', streamSource: 'feed' })).toMatchObject({
    isWithdrawn: true
  })
  expect((await outcomes.open(predictor, 1, 10)).map(({ subject }) => subject)).not.toContain('a')
  expect(await outcomes.put({ ...later, source: 'reported' })).toMatchObject({ revision: 2, isNew: true })
  expect(await outcomes.get(predictor, 'a')).toMatchObject({ outcome: '{"finalSize":10}' })
})
