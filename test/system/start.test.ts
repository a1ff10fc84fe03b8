import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { startAndWaitForEnd } from '../harness/start-and-wait.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { environmentForTest } from '../harness/test-environment.ts'

test('forecasts a cascade after one command, and prints a curl command that works', async () => {
  const program = await startForTest()
  await expect.poll(program.stderrText).toContain("}'\n")
  expect(program.stderrText()).toContain(`Groundswell listens on ${program.url}`)
  expect(program.stderrText()).toContain(
    program.testEnvironment.settings.DATA_DIR ?? 'on the servers of the cluster'
  )
  const [curl] = /curl [\s\S]*\}'/.exec(program.stderrText())!
  const answer = JSON.parse(execFileSync('sh', ['-c', curl], { encoding: 'utf8' }))
  expect(answer).toMatchObject({ state: 'succeeded', result: { observedEvents: 14 } })
  expect(answer.result.point).toBeGreaterThanOrEqual(14)
  expect(answer.result.interval.high).toBeGreaterThan(14)
  expect((await program.get('/health/ready')).status).toBe(200)
  expect((await program.get('/metrics')).body).toContain(
    'groundswell_backlog{predictor="cascade-size",state="queued"} 0'
  )
})

test('answers or keeps accepted work on SIGTERM, and exits with code 0', async () => {
  const program = await startForTest()
  const accepted = await Promise.all(
    Array.from({ length: 40 }, () => program.post('/cascades', smallCascade()))
  )
  expect(accepted.every(({ status }) => status === 202)).toBe(true)
  expect(await program.kill('SIGTERM')).toBe(0)
  expect(program.logLines.at(-1)).toMatchObject({ message: 'stopped', isClean: true })
  await program.restart()
  for (const { body } of accepted)
    await expect.poll(async () => (await program.get(`/predictions/${body.id}`)).body.state).toBe('succeeded')
})

test('answers every prediction accepted before kill -9 (SIGKILL) after a restart', async () => {
  const program = await startForTest()
  const accepted = await Promise.all(
    Array.from({ length: 40 }, () => program.post('/cascades', smallCascade()))
  )
  await program.kill('SIGKILL')
  await program.restart()
  for (const { body } of accepted)
    await expect.poll(async () => (await program.get(`/predictions/${body.id}`)).body.state).toBe('succeeded')
})

test('names a port that is already in use', async () => {
  const program = await startForTest()
  const { status, stderr } = startAndWaitForEnd({
    ...program.testEnvironment.settings,
    DATA_DIR: temporaryFolder(),
    PORT: new URL(program.url).port
  })
  expect(status).toBe(2)
  expect(stderr).toMatch(/PORT \d+ on 127.0.0.1 is in use/)
})

test('accepts work with only the api running, and answers it after a start with a worker', async () => {
  const testEnvironment = await environmentForTest()
  const api = await startForTest({ testEnvironment, processes: ['api'] })
  const { status, body } = await api.post('/cascades', smallCascade())
  expect(status).toBe(202)
  await api.stop()
  const whole = await startForTest({ testEnvironment })
  await expect.poll(async () => (await whole.get(`/predictions/${body.id}`)).body.state).toBe('succeeded')
})
