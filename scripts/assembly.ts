import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const source = 'predictors/cascade-size/assembly/power-law-sums.ts'
/** Committed: the bytes travel in a module, so that .ts, compiled .js and threads find them alike. */
export const generatedModule = 'predictors/cascade-size/power-law-sums.generated.ts'
const compiler = 'node_modules/assemblyscript/bin/asc.js'
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '1']

/** The text of the generated module, compiled from the AssemblyScript source. Same source, same text. */
export async function compileAssembly(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groundswell-assembly-'))
  try {
    const output = join(folder, 'out.wasm')
    await promisify(execFile)(process.execPath, [compiler, source, '--outFile', output, ...flags])
    const text = (await readFile(output)).toString('base64')
    return `// Compiled from assembly/power-law-sums.ts by \`npm run compile:assembly\`.\nexport const powerLawSumsModule =\n  '${text}'\n`
  } finally {
    await rm(folder, { recursive: true })
  }
}
