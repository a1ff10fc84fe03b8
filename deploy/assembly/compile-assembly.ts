import { writeFileSync } from 'node:fs'
import { bestSplits, byteSums, compileAssembly, extraSplits, powerLawSums } from './assembly.ts'

for (const assembly of [powerLawSums, extraSplits, bestSplits, byteSums]) {
  writeFileSync(assembly.generatedModule, await compileAssembly(assembly))
  console.log(`wrote ${assembly.generatedModule}`)
}
