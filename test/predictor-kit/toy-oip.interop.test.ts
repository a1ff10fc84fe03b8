import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { describeModule } from './describe-module.ts'
import { describePredictor } from './describe-predictor.ts'
import { type OipServer, startOipServer } from './oip-server.ts'
import { startKitProgram } from './program.ts'
import { toyOipSetup } from './setups/toy-oip.ts'

const JOBS = 20
let server: OipServer
const setup = { ...toyOipSetup, settings: () => ({ TOY_OIP_URL: server.url }) }

beforeAll(async () => {
  server = await startOipServer()
  vi.stubEnv('TOY_OIP_URL', server.url)
})
afterAll(() => server.kill())

describeModule(setup)
describePredictor(setup)

describe('while the server of toy-oip is away', () => {
  test('its jobs wait beyond their attempts and a kill -9, and succeed when the server is back', async () => {
    const quick = { GROUNDSWELL_MAX_ATTEMPTS: '2', GROUNDSWELL_FIRST_PAUSE_SECONDS: '0.05' }
    const { program, base, ask, stop } = await startKitProgram({
      ...setup,
      settings: () => ({ ...setup.settings(), ...quick })
    })
    try {
      const [{ input } = { input: null }] = setup.drawCases(1, 1)
      await ask({ input })
      await server.kill()
      const submit = async (more: object) => {
        const { status, body } = await program.post(`${base}/predictions`, { input, ...more })
        expect(status).toBe(202)
        return body.id
      }
      const ids = await Promise.all(Array.from({ length: JOBS }, () => submit({})))
      const late = await submit({ deadline: new Date(Date.now() + 2_000).toISOString() })
      const read = async (id: string) => (await program.get(`/predictions/${id}`)).body

      // In these seconds each was tried more often than a job has attempts.
      await expect.poll(() => read(late)).toMatchObject({ state: 'failed' })
      await program.kill('SIGKILL')
      await program.restart()
      for (const prediction of await Promise.all(ids.map(read)))
        expect(prediction).toMatchObject({ finishedAt: null, error: { code: 'predictor-unavailable' } })

      await server.restart()
      for (const id of ids)
        await expect.poll(() => read(id)).toMatchObject({ state: 'succeeded', generation: 1, error: null })
    } finally {
      await stop()
    }
  })
})
