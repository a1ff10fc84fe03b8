import { createRequire } from 'node:module'
import { useCompileCache } from './compile-cache.js'

// Run by `npm ci`: compiles what a start loads, so that the first start is as fast as the second.
useCompileCache()
const { commands } = await import('./commands.ts')
const { services } = await import('../app/services.ts')
await commands.find(({ name }) => name === 'start')?.load()
await Promise.all(Object.values(services).map(load => load()))
await Promise.all([import('../adapters/log/pino.ts'), import('../adapters/log/plain.ts')])
// As the threads' library loads it.
createRequire(import.meta.url)('../adapters/threads/entry.ts')
await import('../app/open-embedded.ts')
// Opened in memory, so that its thread, which no import from here may load, is compiled too.
const { openSqlite } = await import('../adapters/database/sqlite/open.ts')
await (await openSqlite({ path: ':memory:' })).close()
// Prints its help: main and what it loads by itself.
process.argv.push('help')
await import('./main.ts')
