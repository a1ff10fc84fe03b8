import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import {
  bootstrapArtefactFile,
  bootstrapManifestFile,
  exampleFolder,
  recipe
} from '../../app/bootstrap/recipe.ts'
import { trainBootstrap } from '../../cli/bootstrap/train-bootstrap.ts'
import { runCommandLine } from '../../cli/run.ts'
import { openTerminal } from '../../cli/terminal.ts'
import { makeTemporaryFolder } from '../harness/temporary.ts'

const again = makeTemporaryFolder()
afterAll(() => rmSync(again, { recursive: true, force: true }))

test('rebuilds the example set from its recipe byte for byte', async () => {
  const options = Object.entries(recipe.simulate).flatMap(([name, value]) => [`--${name}`, String(value)])
  const folder = join(again, 'simulated')
  expect(await runCommandLine(['simulate', ...options, '--out', folder], openTerminal())).toBe(0)
  for (const file of ['index.csv', 'data.csv', 'processes.csv', 'simulation.json'])
    expect(readFileSync(join(folder, file)).equals(readFileSync(join(exampleFolder, file)))).toBe(true)
})

// Red after a change of the simulator, the fit, the features or the training: `npm run bootstrap` makes both again.
test('rebuilds the bootstrap model from its recipe byte for byte, on any number of threads', async () => {
  const threads = buildThreads({ size: 1 })
  const { artefact, draft } = await trainBootstrap(threads, openTerminal())
  await threads.close()
  expect(readFileSync(bootstrapArtefactFile).equals(artefact)).toBe(true)
  expect(JSON.parse(readFileSync(bootstrapManifestFile, 'utf8'))).toEqual(draft)
})
