import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import type { Provenance } from '../../ports/provenance.ts'
import { writeGroupFilter } from '../../trainer/group-filter.ts'
import { listCases } from '../../trainer/list-cases.ts'
import { scoreOutcomes } from '../../trainer/score-outcomes.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { openStores } from '../harness/open-stores.ts'
import { testManifest } from '../harness/test-api.ts'
import { silentLog } from '../worker/fakes.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const predictor = 'language-guess'

async function build(artefact: Uint8Array, trainedOn: readonly string[] = []) {
  const stores = await openStores(systemClock)
  const groupFilter = writeGroupFilter(new Set(trainedOn))
  const manifest = { ...testManifest, training: { ...testManifest.training, groupFilter } }
  const versions = {
    artefact: async () => artefact,
    manifest: async () =>
      ({ ...manifest, format: 1, predictor, version: 7, sha256: '', bytes: 0, createdAt: '' }) as const
  }
  const options = { ...stores, predictorModule: languageGuess, threads, versions, log: silentLog }
  const finish = async (
    subject: string,
    modelVersion: number | null,
    outcome: unknown,
    provenance: Provenance = 'real'
  ) => {
    const submission = {
      predictor,
      subject,
      slice: 'all',
      pinnedVersion: null,
      callback: null,
      requestId: null
    }
    const { id } = await stores.predictions.accept({ ...submission, input: '{"text":"hello"}' })
    const [claim] = await stores.predictions.claim([{ id, generation: 1 }], 'wrk', 60)
    const answer = { output: '{}', features: null, timings: null, modelVersion, modelChecksum: null }
    await stores.predictions.finish([{ claim: claim!, state: 'succeeded', ...answer }])
    const report = { predictor, subject, outcome: JSON.stringify(outcome), endedAt: 1, provenance }
    await stores.outcomes.put({ ...report, source: 'reported' })
    return id
  }
  const count = () => stores.samples.count({ predictor, version: 1 })
  return { ...stores, finish, count, score: () => scoreOutcomes(options, 50) }
}

test('an outcome gives one sample for each slice and one score for each prediction; a revision replaces them', async () => {
  const { finish, score, count, scores, outcomes } = await build(new Uint8Array())
  await finish('a', null, { language: 'northern' })
  await finish('a', null, { language: 'northern' })
  expect(await score()).toBe(1)
  expect(await score()).toBe(0)
  expect(await count()).toBe(1)
  // Without a version the guess is none, and its loss 1.
  expect(await scores.summarize({ predictor })).toMatchObject([{ modelVersion: null, count: 2, meanLoss: 1 }])
  await outcomes.put({
    predictor,
    subject: 'a',
    outcome: '{"language":"western"}',
    endedAt: 2,
    source: 'reported'
  })
  expect(await score()).toBe(1)
  expect(await count()).toBe(1)
})

test('two outcomes of one subject give two samples and two scores, revised and withdrawn separately', async () => {
  const { finish, score, count, scores, outcomes, samples, outcomeWithdrawals } = await build(
    new Uint8Array()
  )
  await finish('a', null, { language: 'northern' })
  await outcomeWithdrawals.withdraw({ predictor, subject: 'a' }, 'only its prediction is needed')
  const report = (outcomeId: string, language: string) => {
    const outcome = JSON.stringify({ language })
    return outcomes.put({ predictor, subject: 'a', outcomeId, outcome, endedAt: 1, source: 'reported' })
  }
  await report('x', 'northern')
  await report('y', 'western')
  expect(await score()).toBe(2)
  const list = async () => {
    const listed = await samples.list({ predictor, version: 1 }, { limit: 10 })
    return listed.map(({ outcomeId, sample }) => [outcomeId, JSON.parse(sample).language])
  }
  expect(await list()).toEqual([
    ['x', 'northern'],
    ['y', 'western']
  ])
  expect(await scores.summarize({ predictor })).toMatchObject([{ count: 2 }])

  await report('y', 'eastern')
  expect(await score()).toBe(1)
  expect(await list()).toEqual([
    ['x', 'northern'],
    ['y', 'eastern']
  ])
  expect(await scores.summarize({ predictor })).toMatchObject([{ count: 2 }])

  const selection = { predictor, subject: 'a', outcomeId: 'x' }
  expect(await outcomeWithdrawals.count(selection)).toMatchObject({ outcomes: 1, samples: 1, scores: 1 })
  expect(await outcomeWithdrawals.withdraw(selection, 'a mistake')).toMatchObject({ samples: 1, scores: 1 })
  expect(await list()).toEqual([['y', 'eastern']])
  expect(await scores.summarize({ predictor })).toMatchObject([{ count: 1 }])
  expect(await count()).toBe(1)
})

test('only predictions of a version that cannot be decoded have no loss', async () => {
  const { finish, score, count, scores } = await build(new TextEncoder().encode('{'))
  await finish('a', 7, { language: 'northern' })
  await finish('b', null, { language: 'northern' })
  expect(await score()).toBe(2)
  expect(await count()).toBe(2)
  const summaries = await scores.summarize({ predictor })
  expect(summaries).toMatchObject([
    { modelVersion: null, meanLoss: 1 },
    { modelVersion: 7, failures: 1, meanLoss: null }
  ])
})

test('does not score a version on a subject that it was trained on', async () => {
  const artefact = languageGuess.predictor.encode({ languages: [] })
  const { finish, score, count, scores } = await build(artefact, ['a'])
  await finish('a', 7, { language: 'northern' })
  await finish('a', null, { language: 'northern' })
  await finish('b', 7, { language: 'northern' })
  await score()
  expect(await count()).toBe(2)
  expect(await scores.summarize({ predictor })).toMatchObject([
    { modelVersion: null, count: 1 },
    { modelVersion: 7, count: 1 }
  ])
})

test('keeps simulated and demo outcomes out of the accuracy in use and out of a training', async () => {
  const { finish, score, scores, samples } = await build(new Uint8Array())
  await finish('a', null, { language: 'northern' })
  await finish('b', null, { language: 'northern' }, 'simulated')
  await finish('c', null, { language: 'northern' }, 'demo')
  await score()
  const counts = (provenance?: Provenance) =>
    scores
      .summarize({ predictor, ...(provenance && { provenance }) })
      .then(items => items.map(each => each.count))
  expect(await counts()).toEqual([1])
  expect(await counts('simulated')).toEqual([1])
  expect(await counts('demo')).toEqual([1])
  expect(await scores.rollingLoss(predictor, null, 10)).toMatchObject({ count: 1 })
  const wanted = { limit: 10, provenances: ['real'] } as const
  expect((await listCases(samples, languageGuess.predictor, wanted)).map(({ group }) => group)).toEqual(['a'])
})

test('counts the accuracy over time by when it was forecast, not by when a replayed past ended', async () => {
  const { finish, score, scores } = await build(new Uint8Array())
  const before = Date.now()
  await finish('a', null, { language: 'northern' })
  await score()
  const day = 86_400_000
  const [item] = await scores.summarize({ predictor, periodMilliseconds: day })
  expect(item!.lastEndedAt).toBe(1)
  expect(item!.periodAt).toBeGreaterThanOrEqual(before - (before % day))
})

test('an outcome revised to simulated removes its real sample', async () => {
  const { finish, score, outcomes, samples } = await build(new Uint8Array())
  await finish('a', null, { language: 'northern' })
  await score()
  const report = { predictor, subject: 'a', outcome: '{"language":"northern"}', endedAt: 1 }
  await outcomes.put({ ...report, source: 'reported', provenance: 'simulated' })
  await score()
  const count = (provenance: Provenance) =>
    samples.count({ predictor, version: 1, provenances: [provenance] })
  expect([await count('real'), await count('simulated')]).toEqual([0, 1])
})

test('simulated samples displace no real sample from a training or from the retention', async () => {
  const { samples } = await build(new Uint8Array())
  const make = (count: number, endedAt: number, provenance: Provenance) =>
    Array.from({ length: count }, (_, index) => ({
      predictor,
      version: 1,
      subject: `s${index}`,
      slice: 'all',
      sample: '{}',
      endedAt: endedAt + index,
      provenance
    }))
  await samples.put(make(1_000, 0, 'real'))
  await samples.put(make(1_000, 10_000, 'simulated'))
  const list = (provenances: readonly Provenance[], limit: number) =>
    listCases(samples, languageGuess.predictor, { limit, provenances })
  expect(await list(['real'], 1_000)).toHaveLength(1_000)
  expect(await list(['simulated', 'demo'], 1_000)).toHaveLength(1_000)
  const last = await list(['real'], 10)
  expect(last.map(({ endedAt }) => endedAt)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999])
  expect(await samples.sweep(predictor, 600, 10_000)).toBe(800)
  expect(await list(['real'], 1_000)).toHaveLength(600)
})

test('a case does not train the baseline that it is compared with', async () => {
  const { finish, score, scores } = await build(new Uint8Array())
  // One fewer than a baseline needs.
  for (let other = 0; other < 19; other++) await finish(`other-${other}`, null, { language: 'northern' })
  await score()
  await finish('own', null, { language: 'northern' })
  await score()
  // Its outcome is revised: its own sample is among those stored, and a 20th.
  await finish('own', null, { language: 'western' })
  await score()
  const [before] = await scores.summarize({ predictor })
  expect(before).toMatchObject({ count: 21, meanBaselineLosses: {} })
  await finish('last', null, { language: 'northern' })
  await score()
  const [after] = await scores.summarize({ predictor })
  expect(after?.meanBaselineLosses.constant).toBeCloseTo(1 - 19 / 20)
})
