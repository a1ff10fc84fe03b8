import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import type { Forecast } from '../../client/client.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { testManifest } from '../harness/test-api.ts'
import { environmentForTest } from '../harness/test-environment.ts'
import * as toyClick from '../predictor-kit/toys/toy-click.ts'

test('50 outcomes change the answers of the live version within seconds, and a restart keeps the change', async () => {
  const testEnvironment = await environmentForTest()
  const blobs = testEnvironment.openBlobs()
  const versions = buildModelVersions({ blobs, clock: systemClock })
  // It answers .5.
  await versions.publish('toy-click', toyClick.predictor.encode({ base: 0, words: {} }), testManifest)
  await versions.promote('toy-click', 1, { actor: 'test', reason: 'the first' })
  await blobs.close()
  const program = await startForTest({
    testEnvironment,
    settings: { GROUNDSWELL_PREDICTOR_MODULES: fileURLToPath(toyClick.moduleUrl) }
  })
  const base = '/predictors/toy-click'
  const ask = async (subject: string) => {
    const submission = { subject, input: { device: 'phone', words: ['free'] } }
    const { body } = await program.post(`${base}/predictions`, submission, { prefer: 'wait=60' })
    expect(body).toMatchObject({ state: 'succeeded', model: { version: 1 } })
    const { probability } = body.result as { readonly probability: number }
    return probability
  }
  const model = async () => (await program.get(`${base}/models/latest`)).body
  const before = await model()
  expect(before).toMatchObject({ version: 1, calibration: null })
  const subjects = Array.from({ length: 50 }, (_, index) => `visitor-${index}`)
  for (const subject of subjects) expect(await ask(subject)).toBe(0.5)
  for (const subject of subjects)
    expect(await program.post(`${base}/outcomes`, { subject, outcome: { clicked: true } })).toMatchObject({
      status: 200
    })
  await expect.poll(async () => (await model()).calibration).toMatchObject({ cases: 50 })
  await expect.poll(() => ask('next')).toBeGreaterThan(0.9)
  expect(await model()).toMatchObject({ sha256: before.sha256, metrics: before.metrics })

  await program.kill('SIGKILL')
  await program.restart()
  expect(await ask('after the restart')).toBeGreaterThan(0.9)
})

test('50 outcomes of another population change the range of the next forecast', async () => {
  const program = await startForTest()
  const forecast = async (id: string) => {
    const { body } = await program.post('/cascades', smallCascade(id), { prefer: 'wait=60' })
    expect(body).toMatchObject({ state: 'succeeded', model: { version: 1 } })
    return body.result as Forecast
  }
  const before = await forecast('before')
  expect(before.calibration).toBeNull()
  const finalSize = 10 * Math.ceil(before.interval?.high ?? Number.NaN)
  const ids = Array.from({ length: 50 }, (_, index) => `cascade-${index}`)
  for (const id of ids) expect((await forecast(id)).interval).toEqual(before.interval)
  for (const id of ids) {
    const { status } = await program.request(`/cascades/${id}/outcome`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ finalSize })
    })
    expect(status).toBe(200)
  }
  // The filter of the training set takes about one stranger in a hundred for a member.
  const cases = async () => (await program.get('/models/1')).body.calibration?.cases ?? 0
  await expect.poll(cases).toBeGreaterThan(45)
  await expect.poll(async () => (await forecast('next')).calibration?.outcomes ?? 0).toBeGreaterThan(45)
  const { interval } = await forecast('next')
  expect(interval?.high).toBeGreaterThan(finalSize / 2)
})
