import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { environmentForTest } from '../harness/test-environment.ts'

const main = join(import.meta.dirname, '../../cli/launch.js')

function run(...words: string[]): string {
  return execFileSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

function fail(...words: string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' })
}

test('restores a backup taken under load with everything accepted before it, and answers again', async () => {
  const program = await startForTest({ settings: { GROUNDSWELL_MAX_BACKLOG: '100000' } })
  const accepted: string[] = []
  const submitting = new AbortController()
  const load = Array.from({ length: 8 }, async () => {
    while (!submitting.signal.aborted) {
      const { status, body } = await program.post('/cascades', smallCascade())
      if (status === 202) accepted.push(body.id)
    }
  })
  await expect.poll(() => accepted.length).toBeGreaterThan(200)
  const before = accepted.slice()
  const copy = join(temporaryFolder(), 'copy')
  const summary = JSON.parse(
    run('backup', copy, '--data-dir', program.testEnvironment.settings.DATA_DIR!, '--json')
  )
  expect(summary.files).toBeGreaterThan(3)
  submitting.abort()
  await Promise.all(load)
  await program.stop()

  const testEnvironment = await environmentForTest()
  run('restore', copy, '--data-dir', testEnvironment.settings.DATA_DIR!)
  const restored = await startForTest({ testEnvironment })
  for (const id of before)
    await expect.poll(async () => (await restored.get(`/predictions/${id}`)).body.state).toBe('succeeded')
  const history = (await restored.get('/models/history')).body.items
  expect(history.map(({ sequence }) => sequence)).toEqual(
    history.map((_: unknown, index: number) => index + 1)
  )
})

test('rejects backups and restores with a missing, non-empty or damaged folder', async () => {
  const folder = temporaryFolder()
  expect(fail('backup', join(folder, 'copy'), '--data-dir', join(folder, 'nothing'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not a data folder')
  })
  const program = await startForTest({ processes: ['api'] })
  const data = program.testEnvironment.settings.DATA_DIR!
  mkdirSync(join(folder, 'full'))
  writeFileSync(join(folder, 'full', 'file'), '')
  expect(fail('backup', join(folder, 'full'), '--data-dir', data).stderr).toContain('is not empty')
  expect(fail('restore', join(folder, 'full'), '--data-dir', join(folder, 'new')).stderr).toContain(
    'is not a backup'
  )
  run('backup', join(folder, 'copy'), '--data-dir', data)
  expect(fail('restore', join(folder, 'copy'), '--data-dir', data)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not empty')
  })
  writeFileSync(join(folder, 'copy', 'groundswell.sqlite'), 'not a database')
  expect(fail('restore', join(folder, 'copy'), '--data-dir', join(folder, 'new')).stderr).toContain('damaged')
  expect(existsSync(join(folder, 'new'))).toBe(false)
})
