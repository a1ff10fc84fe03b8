import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

interface Assembly {
  readonly source: string
  /** This file is committed. It contains the bytes, so that .ts, compiled .js and threads import them in the same way. */
  readonly generatedModule: string
  readonly constant: string
}

export const powerLawSums: Assembly = {
  source: 'predictors/cascade-size/assembly/power-law-sums.ts',
  generatedModule: 'predictors/cascade-size/power-law-sums.generated.ts',
  constant: 'powerLawSumsModule'
}
export const extraSplits: Assembly = {
  source: 'learners/forest/assembly/extra-splits.ts',
  generatedModule: 'learners/forest/extra-splits.generated.ts',
  constant: 'extraSplitsModule'
}
export const bestSplits: Assembly = {
  source: 'learners/forest/assembly/best-splits.ts',
  generatedModule: 'learners/forest/best-splits.generated.ts',
  constant: 'bestSplitsModule'
}
export const byteSums: Assembly = {
  source: 'learners/text/assembly/byte-sums.ts',
  generatedModule: 'learners/text/byte-sums.generated.ts',
  constant: 'byteSumsModule'
}
const compiler = 'node_modules/assemblyscript/bin/asc.js'
const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--initialMemory', '1']

/** The text of the generated module, compiled from the AssemblyScript source. Same source, same text. */
export async function compileAssembly({ source, constant }: Assembly): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'groundswell-assembly-'))
  try {
    const output = join(folder, 'out.wasm')
    await promisify(execFile)(process.execPath, [compiler, source, '--outFile', output, ...flags])
    const text = (await readFile(output)).toString('base64')
    return `// Compiled from assembly/${basename(source)} by \`npm run compile:assembly\`.\nexport const ${constant} =\n  '${text}'\n`
  } finally {
    await rm(folder, { recursive: true })
  }
}
