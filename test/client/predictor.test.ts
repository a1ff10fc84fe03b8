import { expect, test } from 'vitest'
import { buildClient } from '../../client/client.ts'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import { predictor as languageGuess } from '../fixtures/language-guess.ts'
import { openApi, testManifest } from '../harness/test-api.ts'
import { answer, cut, startFaulty } from './faulty-server.ts'

const one = languageGuess as AnyPredictor
const many: AnyPredictor = { ...one, name: 'labels', outcomes: 'many' }

async function open() {
  const api = await openApi({ predictors: [one, many] })
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 })
  return { api, client: buildClient({ url }) }
}

test('describes a predictor, submits to it and reports its outcome by name', async () => {
  const { api, client } = await open()
  const guess = client.predictor('language-guess')
  expect(await guess.describe()).toMatchObject({ name: 'language-guess', outcomes: 'one' })
  const asked = { subject: 't1', input: { text: 'hello' } }
  const { id } = await guess.submit(asked, { idempotencyKey: 'mine' })
  expect((await guess.submit(asked, { idempotencyKey: 'mine' })).id).toBe(id)
  await client.predictions.cancel(id)
  expect(await guess.submitAndWait(asked, { idempotencyKey: 'mine' })).toMatchObject({
    id,
    state: 'canceled'
  })
  expect((await guess.list({ state: 'canceled' })).items).toHaveLength(1)
  expect((await client.predictor('labels').list()).items).toEqual([])

  const stored = await guess.outcomes.put('t1', { outcome: { language: 'en' } })
  expect(await guess.outcomes.get('t1')).toEqual(stored)
  expect((await guess.outcomes.list({ subject: 't1' })).items).toEqual([stored])
  await expect(guess.outcomes.report({ subject: 't1', outcome: {} })).rejects.toMatchObject({
    code: 'conflict'
  })
  expect(await guess.outcomes.withdraw({ subject: 't1', reason: 'x' })).toMatchObject({
    isDryRun: true,
    subjects: ['t1']
  })
  expect(api.logLines.filter(({ level }) => level === 'error')).toEqual([])
})

test('reports one of many outcomes under its own id', async () => {
  const { client } = await open()
  const labels = client.predictor('labels')
  await labels.submit({ subject: 't1', input: { text: 'hello' } })
  const named = await labels.outcomes.report({ subject: 't1', id: 'a', outcome: { language: 'en' } })
  const unnamed = await labels.outcomes.report({ subject: 't1', outcome: { language: 'en' } })
  expect([named.id, unnamed.id]).toEqual(['a', expect.stringMatching(/^[0-9a-f]{32}$/)])

  // The retry after the cut connection reports the same outcome.
  const { client: retrying, seen } = await startFaulty([cut, answer(200, unnamed)])
  await retrying.predictor('labels').outcomes.report({ subject: 't1', outcome: { language: 'en' } })
  expect(seen).toHaveLength(2)
  expect(seen[0]!.body).toBe(seen[1]!.body)
  expect(JSON.parse(seen[0]!.body).id).toMatch(/^[0-9a-f]{32}$/)
})

test('reads and writes models, samples and training of the named predictor', async () => {
  const { api, client } = await open()
  for (const name of ['language-guess', 'cascade-size'])
    await api.dependencies.modelVersions.publish(name, Buffer.from(name), testManifest)
  const { models, samples, training } = client.predictor('language-guess')
  expect(await models.promote(1)).toMatchObject({ action: 'promote' })
  expect(await models.serving()).toMatchObject({ predictor: 'language-guess', version: 1 })
  expect(Buffer.from(await models.artefact(1)).toString()).toBe('language-guess')
  expect((await models.changelog()).items).toMatchObject([{ predictor: 'language-guess' }])
  expect(await models.list({ predictor: 'cascade-size' })).toEqual(await client.models.list())
  await expect(client.models.serving()).rejects.toMatchObject({ code: 'not-found' })
  expect(await client.models.serving({ predictor: 'language-guess' })).toEqual(await models.serving())

  const sample = { shares: Array.from({ length: 27 }, () => 0), language: 'en' }
  const items = [{ subject: 't1', slice: null, endedAt: '2026-01-01T00:00:00Z', sample }]
  expect(await samples.put({ sampleVersion: 1, items })).toEqual({ stored: 1 })
  const run = await training.start({ reason: 'a test' })
  expect(run).toMatchObject({ predictor: 'language-guess', state: 'queued' })
  expect((await training.list()).items).toEqual([run])
  expect((await client.training.list()).items).toEqual([])
  expect((await client.training.list({ predictor: 'language-guess' })).items).toEqual([run])
})
