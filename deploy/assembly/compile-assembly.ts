import { writeFileSync } from 'node:fs'
import { bestSplits, compileAssembly, extraSplits, powerLawSums } from './assembly.ts'

for (const assembly of [powerLawSums, extraSplits, bestSplits]) {
  writeFileSync(assembly.generatedModule, await compileAssembly(assembly))
  console.log(`wrote ${assembly.generatedModule}`)
}
