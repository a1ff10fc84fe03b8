import { writeFileSync } from 'node:fs'
import { compileAssembly, generatedModule } from './assembly.ts'

writeFileSync(generatedModule, await compileAssembly())
console.log(`wrote ${generatedModule}`)
