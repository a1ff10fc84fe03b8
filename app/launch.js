// The program by its compiled form: app/main.ts run directly is the same, but has to load the TypeScript stripper for
// itself (20 MB, 100 ms) before it can say where the compiled form of the rest lies.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/groundswell'))
await import('./main.ts')
