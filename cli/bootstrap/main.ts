import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { buildThreads } from '../../adapters/threads/piscina.ts'
import {
  bootstrapArtefactFile,
  bootstrapFolder,
  bootstrapManifestFile,
  exampleFolder,
  recipe
} from '../../app/bootstrap/recipe.ts'
import { runCommandLine } from '../run.ts'
import { openTerminal } from '../terminal.ts'
import { trainBootstrap } from './train-bootstrap.ts'

// npm run bootstrap: rebuilds the example set and the bootstrap model.
rmSync(exampleFolder, { recursive: true, force: true })
mkdirSync(bootstrapFolder, { recursive: true })
const options = Object.entries(recipe.simulate).flatMap(([name, value]) => [`--${name}`, String(value)])
const terminal = openTerminal()
process.exitCode = await runCommandLine(['simulate', ...options, '--out', exampleFolder], terminal)
if (process.exitCode === 0) {
  const threads = buildThreads({ size: availableParallelism() })
  const { artefact, draft } = await trainBootstrap(threads, terminal)
  await threads.close()
  writeFileSync(bootstrapArtefactFile, artefact)
  writeFileSync(bootstrapManifestFile, `${JSON.stringify(draft, null, 2)}\n`)
  console.log(`${artefact.byteLength} bytes in ${bootstrapArtefactFile}`)
}
