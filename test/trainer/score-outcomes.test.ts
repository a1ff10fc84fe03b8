import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import { scoreOutcomes } from '../../trainer/score-outcomes.ts'
import * as languageGuess from '../fixtures/language-guess.ts'
import { openStores } from '../harness/open-stores.ts'
import { silentLog } from '../worker/fakes.ts'

const threads = buildThreads({ size: 1 })
afterAll(() => threads.close())
const predictor = 'language-guess'

async function build(artefact: Uint8Array) {
  const stores = await openStores(systemClock)
  const versions = { artefact: async () => artefact }
  const options = { ...stores, plugged: languageGuess, threads, versions, log: silentLog }
  const finish = async (subject: string, modelVersion: number | null, outcome: unknown) => {
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
    const report = { predictor, subject, outcome: JSON.stringify(outcome), endedAt: 1 }
    await stores.outcomes.put({ ...report, source: 'reported' })
    return id
  }
  const count = () => stores.samples.count({ predictor, version: 1 })
  return { ...stores, finish, count, score: () => scoreOutcomes(options, 50) }
}

test('an outcome becomes one sample a slice and one score a prediction, once; a revision replaces them', async () => {
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

test('a version that does not decode leaves its own predictions without a loss, and no others', async () => {
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
