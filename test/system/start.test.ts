import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const main = join(import.meta.dirname, '../../app/launch.js')

function startAndWaitForEnd(settings: Record<string, string>, cwd = temporaryFolder()) {
  const environment = { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(cwd, 'data'), ...settings }
  const { status, stderr } = spawnSync(process.execPath, [main, 'start'], {
    cwd,
    env: environment,
    encoding: 'utf8',
    timeout: 30_000
  })
  return { status, stderr }
}

test('one command, and a cascade has its forecast; the printed curl line works as it stands', async () => {
  const program = await startForTest()
  await expect.poll(program.told).toContain("}'\n")
  expect(program.told()).toContain(`Groundswell listens on ${program.url}`)
  expect(program.told()).toContain(`Data lies in ${join(program.folder, 'data')}`)
  const [curl] = /curl [\s\S]*\}'/.exec(program.told())!
  const answer = JSON.parse(execFileSync('sh', ['-c', curl], { encoding: 'utf8' }))
  expect(answer).toMatchObject({ state: 'succeeded', result: { observedEvents: 14 } })
  expect(answer.result.point).toBeGreaterThan(14)
  expect((await program.get('/health/ready')).status).toBe(200)
  expect((await program.get('/metrics')).body).toContain(
    'groundswell_backlog{predictor="cascade-size",state="queued"} 0'
  )
})

test('SIGTERM drains: what was accepted is answered or kept, and the process ends by itself with 0', async () => {
  const program = await startForTest()
  const accepted = await Promise.all(
    Array.from({ length: 40 }, () => program.post('/cascades', smallCascade()))
  )
  expect(accepted.every(({ status }) => status === 202)).toBe(true)
  expect(await program.kill('SIGTERM')).toBe(0)
  expect(program.logLines.at(-1)).toMatchObject({ message: 'stopped', isClean: true })
  await program.restart()
  for (const { body } of accepted)
    await expect
      .poll(async () => (await program.get(`/predictions/${body.id}`)).body.state, { timeout: 20_000 })
      .toBe('succeeded')
})

test('what was accepted before SIGKILL is answered after the restart, with nothing to be done', async () => {
  const program = await startForTest()
  const accepted = await Promise.all(
    Array.from({ length: 40 }, () => program.post('/cascades', smallCascade()))
  )
  await program.kill('SIGKILL')
  await program.restart()
  for (const { body } of accepted)
    await expect
      .poll(async () => (await program.get(`/predictions/${body.id}`)).body.state, { timeout: 20_000 })
      .toBe('succeeded')
})

test('a second start on the same folder is refused, naming the first', async () => {
  const program = await startForTest()
  const { status, stderr } = startAndWaitForEnd({}, program.folder)
  expect(status).toBe(2)
  expect(stderr).toContain(`in use by process ${program.pid()}`)
  expect(stderr).toContain(program.url)
})

test('a port that is taken is named', async () => {
  const program = await startForTest()
  const { status, stderr } = startAndWaitForEnd({ PORT: new URL(program.url).port })
  expect(status).toBe(2)
  expect(stderr).toMatch(/port \d+ on 127.0.0.1 is in use/)
})

test('wrong settings end the start with every fault', () => {
  const { status, stderr } = startAndWaitForEnd({
    PORT: 'http',
    GROUNDSWELL_KEEP_EVRYTHING: '1',
    SERVICES: ''
  })
  expect(status).toBe(2)
  expect(stderr).toContain('PORT')
  expect(stderr).toContain('GROUNDSWELL_KEEP_EVRYTHING: no such setting')
})

test('another address than this machine is refused without an API key', () => {
  const { status, stderr } = startAndWaitForEnd({ HOST: '0.0.0.0' })
  expect(status).toBe(2)
  expect(stderr).toContain('GROUNDSWELL_API_KEYS')
})

test('an unknown service is named, .env is read', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.env'), 'SERVICES=api,workers\n')
  const { status, stderr } = startAndWaitForEnd({}, folder)
  expect(status).toBe(2)
  expect(stderr).toContain('there is no service workers')
})

test('the api alone accepts, and a later start with a worker answers', async () => {
  const folder = temporaryFolder()
  const door = await startForTest({ folder, services: 'api' })
  const { status, body } = await door.post('/cascades', smallCascade())
  expect(status).toBe(202)
  await door.stop()
  const whole = await startForTest({ folder })
  await expect
    .poll(async () => (await whole.get(`/predictions/${body.id}`)).body.state, { timeout: 20_000 })
    .toBe('succeeded')
})
