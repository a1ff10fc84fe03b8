import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock/system.ts'
import { buildModelVersions } from '../../stores/model-versions.ts'
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
