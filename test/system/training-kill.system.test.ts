import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { type Started, startForTest } from '../harness/start.ts'
import { drawSamples } from '../harness/training-samples.ts'

const cases = 600

async function train(program: Started): Promise<string> {
  const { status, body } = await program.post('/training', { reason: 'a test', override: true })
  expect(status).toBe(202)
  return body.id
}

test('publishes nothing of a training that is killed midway, marks the run failed, and runs the next one', async () => {
  const program = await startForTest({ settings: { GROUNDSWELL_TRAIN_NEW_SAMPLES: '100000' } })
  const state = async (id: string) => (await program.get(`/training/${id}`)).body.state
  expect((await program.post('/samples', drawSamples(cases))).body).toEqual({
    stored: cases
  })
  const killed = await train(program)
  await expect.poll(() => state(killed), { interval: 5 }).toBe('running')
  await program.kill('SIGKILL')
  await program.restart()

  await expect.poll(() => state(killed)).toBe('failed')
  expect((await program.get(`/training/${killed}`)).body).toMatchObject({
    reason: 'its trainer died',
    version: null
  })
  expect((await program.get('/models/history')).body.items).toHaveLength(1)
  expect((await program.get('/models/latest')).body.version).toBe(1)
  const { items } = (await program.get('/models')).body
  for (const { version, sha256 } of items) {
    const artefact = await (await program.request(`/models/${version}/artefact`)).arrayBuffer()
    expect(createHash('sha256').update(new Uint8Array(artefact)).digest('hex')).toBe(sha256)
  }

  const next = await train(program)
  await expect.poll(() => state(next), { timeout: 60_000 }).toBe('promoted')
  const { version } = (await program.get(`/training/${next}`)).body
  expect(version).toBeGreaterThan(1)
  await expect
    .poll(
      async () => (await program.post('/cascades', smallCascade(), { prefer: 'wait=20' })).body.model?.version
    )
    .toBe(version)
})
