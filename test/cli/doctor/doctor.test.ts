import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../../../adapters/clock/system.ts'
import { openDataFolder } from '../../../app/data-folder.ts'
import { judgeSkew } from '../../../cli/doctor/clock-skew.ts'
import { examine, type Finding } from '../../../cli/doctor/examine.ts'
import { examineFolder } from '../../../cli/doctor/examine-folder.ts'
import { examineMachine } from '../../../cli/doctor/examine-machine.ts'
import { examineS3 } from '../../../cli/doctor/examine-s3.ts'
import { type FaultyAnswer, startFaultyS3 } from '../../harness/faulty-s3.ts'
import { temporaryFolder } from '../../harness/temporary.ts'
import { call } from '../call.ts'

function states(findings: readonly Finding[]): Readonly<Record<string, string>> {
  return Object.fromEntries(findings.map(({ name, state }) => [name, state]))
}

test('reports a clock difference only if the resolution of the answer proves it', () => {
  const skew = (theirs: number, stepMilliseconds: number) => () =>
    judgeSkew({ before: 100_000, after: 100_200, theirs, stepMilliseconds })
  // Read at any moment of the 200 ms, and cut to whole seconds.
  for (const same of [100_100, 100_200, 99_000]) expect(skew(same, 1_000)).not.toThrow()
  expect(skew(98_000, 1_000)()).toBe('differs by 1000 ms')
  expect(skew(97_000, 1_000)).toThrow('2.0 s behind')
  expect(skew(102_000, 1)).toThrow('1.8 s ahead')
})

test('runs no further checks after a needed check fails', async () => {
  const fail = async () => Promise.reject(new Error('away', { cause: new Error('refused') }))
  const checks = [
    { name: 'a', run: fail, remedy: 'start it' },
    { name: 'b', run: fail, remedy: 'start it', isNeeded: true },
    { name: 'c', run: async () => 'well', remedy: '' }
  ]
  expect(await examine(checks)).toEqual([
    { name: 'a', state: 'wrong', found: 'away: refused', remedy: 'start it' },
    { name: 'b', state: 'wrong', found: 'away: refused', remedy: 'start it' }
  ])
})

test('rejects an old version of Node', async () => {
  expect(states(await examineMachine())).toEqual({ 'machine.node': 'well' })
  expect(await examineMachine('20.19.0')).toMatchObject([
    { state: 'wrong', remedy: expect.stringContaining('24') }
  ])
})

test('checks a data folder without changing it, and does not create a missing one', async () => {
  const parent = temporaryFolder()
  const folder = join(parent, 'data')
  const well = {
    'folder.write': 'well',
    'folder.disk': 'well',
    'folder.format': 'well',
    'folder.lock': 'well'
  }
  expect(states(await examineFolder(folder))).toEqual(well)
  expect(readdirSync(parent)).toEqual([])
  openDataFolder(folder).close()
  const before = readdirSync(folder)
  expect(states(await examineFolder(folder))).toEqual(well)
  expect(readdirSync(folder)).toEqual(before)
})

test('names the process that uses the data folder, and does not take its lock', async () => {
  const path = temporaryFolder()
  const folder = openDataFolder(path)
  folder.announce('http://127.0.0.1:1234')
  onTestFinished(folder.close)
  const findings = await examineFolder(path)
  expect(findings.at(-1)).toMatchObject({ state: 'well', found: expect.stringContaining('127.0.0.1:1234') })
  expect(() => openDataFolder(path)).toThrow('in use')
})

test('reports a folder that is not writable or of a newer program, with a remedy', async () => {
  const path = temporaryFolder()
  writeFileSync(join(path, 'file'), '')
  expect(await examineFolder(join(path, 'file/data'))).toMatchObject([
    { name: 'folder.write', state: 'wrong', remedy: expect.stringContaining('DATA_DIR') }
  ])
  mkdirSync(join(path, 'newer'))
  writeFileSync(join(path, 'newer/folder.json'), '{"format":99}')
  expect((await examineFolder(join(path, 'newer'))).at(-1)).toMatchObject({
    name: 'folder.format',
    state: 'wrong',
    found: "format 99, this program's is 1",
    remedy: expect.stringContaining('later')
  })
  expect(readFileSync(join(path, 'newer/folder.json'), 'utf8')).toBe('{"format":99}')
})

async function examineFaulty(answer: FaultyAnswer): Promise<readonly Finding[]> {
  return examineS3({ settings: await startFaultyS3(() => answer), clock: systemClock })
}

test.each([
  ['lets every writer win', { status: 200 }, 's3.writtenOnce', 'supports If-None-Match'],
  ['has no such bucket', { status: 404 }, 's3.reach', 'set-up'],
  ['does not let these keys in', { status: 403 }, 's3.reach', 'S3_ACCESS_KEY_ID'],
  ['is asked in another region', { status: 301 }, 's3.reach', 'S3_REGION']
])('reports a store that %s, with a remedy', async (_, answer, name, remedy) => {
  expect((await examineFaulty(answer)).at(-1)).toMatchObject({
    name,
    state: 'wrong',
    remedy: expect.stringContaining(remedy)
  })
})

test('prints a table or JSON, and exits with 3 if something is wrong', async () => {
  const path = temporaryFolder()
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('DATA_DIR', join(path, 'data'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const well = await call('doctor', '--json')
  expect([well.code, JSON.parse(well.out)]).toMatchObject([0, { mode: 'embedded', isWell: true }])
  writeFileSync(join(path, 'file'), '')
  vi.stubEnv('DATA_DIR', join(path, 'file/data'))
  const wrong = await call('doctor')
  expect(wrong).toMatchObject({
    code: 3,
    out: expect.stringMatching(/folder\.write +wrong .*\n {4}remedy: give this user/),
    stderrText: expect.stringContaining('1 of 2 checks failed: folder.write')
  })
})

test('doctor --json still has `mend`, the deprecated name of `remedy`', async () => {
  const path = temporaryFolder()
  writeFileSync(join(path, 'file'), '')
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('DATA_DIR', join(path, 'file/data'))
  onTestFinished(() => void vi.unstubAllEnvs())
  const { findings } = JSON.parse((await call('doctor', '--json')).out)
  const remedy = expect.stringContaining('give this user')
  expect(findings).toContainEqual(expect.objectContaining({ name: 'folder.write', remedy, mend: remedy }))
})

test('creates a data folder in set-up that a start accepts unchanged', async () => {
  const folder = join(temporaryFolder(), 'data')
  vi.stubEnv('MODE', 'embedded')
  vi.stubEnv('DATA_DIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  const done = await call('set-up', '--json')
  expect([done.code, JSON.parse(done.out)]).toMatchObject([
    0,
    { topics: expect.arrayContaining(['groundswell.events']), queues: ['predict.cascade-size'] }
  ])
  openDataFolder(folder).close()
})
