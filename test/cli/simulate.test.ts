import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkCascadeFolder, readCascadeFolder } from '../../cascades/source/read-cascade-folder.ts'
import { call } from './call.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-simulate-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function simulateTo(name: string, seed: number, ...more: readonly string[]) {
  return call('simulate', '--cascades', '30', '--seed', String(seed), '--out', join(root, name), ...more)
}

test('simulate writes a folder with the requested counts, sizes and true parameters', async () => {
  const { code, out } = await simulateTo('plain', 5, '--minimum-events', '20', '--json')
  expect(code).toBe(0)
  const summary = JSON.parse(out)
  expect(await checkCascadeFolder(join(root, 'plain'))).toMatchObject({
    cascades: 30,
    events: summary.events
  })
  for await (const { cascade } of readCascadeFolder(join(root, 'plain')))
    expect(cascade.times.length).toBeGreaterThanOrEqual(20)
  expect(readFileSync(join(root, 'plain/processes.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(31)
  const described = JSON.parse(readFileSync(join(root, 'plain/simulation.json'), 'utf8'))
  expect(described).toMatchObject({ simulated: true, seed: 5, minimumEvents: 20 })
})

test('simulate writes the same folder for the same seed, and another for another seed', async () => {
  for (const [name, seed] of [
    ['one', 1],
    ['same', 1],
    ['other', 2]
  ] as const)
    await simulateTo(name, seed)
  for (const file of ['index.csv', 'data.csv', 'processes.csv', 'simulation.json']) {
    const texts = ['one', 'same', 'other'].map(name => readFileSync(join(root, name, file), 'utf8'))
    expect(texts[0]).toBe(texts[1])
    expect(texts[0]).not.toBe(texts[2])
  }
})

test('simulate rejects impossible options with exit code 2', async () => {
  writeFileSync(join(root, 'file'), '')
  const refusals: readonly [readonly string[], RegExp][] = [
    [['--kernel', 'gaussian'], /Allowed choices are power-law, exponential/],
    [['--branching-factor', '0.9:0.1'], /LOW:HIGH/],
    [['--followers', 'zipf:3'], /power-law:MAXIMUM or lognormal/],
    [['--minimum-events', '9', '--maximum-events', '5'], /--minimum-events must not exceed/],
    [['--horizon', 'soon'], /Must be a number from 1/],
    [['--colour', 'red'], /unknown option '--colour'/]
  ]
  for (const [words, reason] of refusals) {
    const { code, stderrText, out } = await simulateTo('refused', 1, ...words)
    expect([code, out]).toEqual([2, ''])
    expect(stderrText).toMatch(reason)
  }
  expect(existsSync(join(root, 'refused'))).toBe(false)
  expect(await simulateTo('one', 1)).toMatchObject({
    code: 2,
    stderrText: expect.stringMatching(/is not empty/)
  })
  expect(await simulateTo('file', 1)).toMatchObject({ code: 2 })
})

test('simulate exits with 130 on Ctrl-C, and leaves no files', async () => {
  const out = join(root, 'interrupted')
  const words = ['cli/main.ts', 'simulate', '--cascades', '10000000', '--seed', '1', '--out', out]
  const begun = new Promise<void>(resolve => {
    const watcher = watch(root, (_event, name) => {
      if (!name?.startsWith('.interrupted')) return
      watcher.close()
      resolve()
    })
  })
  const child = spawn(process.execPath, words, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await begun
  child.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  expect(readdirSync(root).filter(name => name.includes('interrupted'))).toEqual([])
})
