import { spawn, spawnSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const program = join(import.meta.dirname, '../../cli/launch.js')
const examples = join(import.meta.dirname, '../../examples/simulated')
const EVENTS = 24_449
const CASCADES = 400

const commandOf = (folder: string, data: string) => [
  program,
  'replay',
  folder,
  '--speed',
  'max',
  '--data-dir',
  data,
  '--json'
]

function run(folder: string, data: string, cwd = temporaryFolder()) {
  const environment = { PATH: process.env.PATH }
  return spawnSync(process.execPath, commandOf(folder, data), {
    cwd,
    env: environment,
    encoding: 'utf8',
    timeout: 300_000
  })
}

function expectAll(stdout: string) {
  const summary = JSON.parse(stdout)
  expect(summary).toMatchObject({ state: 'succeeded', events: EVENTS, cascades: CASCADES })
  expect(summary.collected).toMatchObject({
    events: EVENTS,
    cascades: CASCADES,
    windows: 3 * CASCADES,
    ended: CASCADES
  })
  expect(summary.predictions).toEqual(
    [300, 600, 3_600].map(windowSeconds => ({ windowSeconds, state: 'succeeded', count: CASCADES }))
  )
  return summary
}

test('replays without a service, and continues without duplicates when killed at any point and started again', async () => {
  const data = join(temporaryFolder(), 'data')
  for (const milliseconds of [1_500, 2_500, 4_000]) {
    const child = spawn(process.execPath, commandOf(examples, data), {
      env: { PATH: process.env.PATH },
      stdio: 'ignore'
    })
    const ended = new Promise(resolve => child.once('exit', resolve))
    setTimeout(() => child.kill('SIGKILL'), milliseconds)
    await ended
  }
  const { status, stdout, stderr } = run(examples, data)
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const summary = expectAll(stdout)
  expect(summary.accuracy.length).toBeGreaterThan(0)
})

test('asks a running service to replay a folder of the user', async () => {
  const service = await startForTest()
  const folder = join(temporaryFolder(), 'mine')
  cpSync(examples, folder, { recursive: true })
  const { status, stdout } = run(folder, service.testEnvironment.settings.DATA_DIR!)
  expect(status).toBe(0)
  const { replay } = expectAll(stdout)
  expect((await service.get(`/replays/${replay}`)).body.replay).toMatchObject({ state: 'succeeded', folder })
  expect((await service.post('/replays', { folder })).status).toBe(403)
})

test('exits with 2 for a bad folder before anything runs, and names file, line and reason', () => {
  const folder = join(temporaryFolder(), 'bad')
  cpSync(examples, folder, { recursive: true })
  writeFileSync(join(folder, 'data.csv'), 'time,magnitude\n0,1\nsoon,2\n')
  const { status, stderr } = run(folder, join(temporaryFolder(), 'data'))
  expect(status).toBe(2)
  expect(stderr).toContain('data.csv:3: column "time": "soon" is not a number')
  rmSync(folder, { recursive: true })
  expect(run(folder, join(temporaryFolder(), 'data')).stderr).toContain('no such file or folder')
})
