import { createRequire } from 'node:module'
import { useCompileCache } from './compile-cache.js'

// `npm ci` runs this file: it compiles all that a start loads, so that the first start is as fast as the second.
useCompileCache()
const { commands } = await import('./commands.ts')
const { services } = await import('../app/services.ts')
await commands.find(({ name }) => name === 'start')?.load()
await Promise.all(Object.values(services).map(load => load()))
await Promise.all([import('../adapters/log/pino.ts'), import('../adapters/log/plain.ts')])
// The library of threads loads this file by `require`.
createRequire(import.meta.url)('../adapters/threads/entry.ts')
await import('../app/open-embedded.ts')
// Opening a database compiles the code of its thread, which this file must not import.
const { openSqlite } = await import('../adapters/database/sqlite/open.ts')
await (await openSqlite({ path: ':memory:' })).close()
// Printing the help compiles cli/main.ts and what it loads.
process.argv.push('help')
await import('./main.ts')
