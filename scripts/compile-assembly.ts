import { writeFileSync } from 'node:fs'
import { compileAssembly, extraSplits, powerLawSums } from './assembly.ts'

for (const assembly of [powerLawSums, extraSplits]) {
  writeFileSync(assembly.generatedModule, await compileAssembly(assembly))
  console.log(`wrote ${assembly.generatedModule}`)
}
