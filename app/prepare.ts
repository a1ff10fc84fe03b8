import { useCompileCache } from './compile-cache.js'

// Run by `npm ci`: compiles what a start loads, so that the first start is as fast as the second.
useCompileCache()
const { commands } = await import('./cli/commands.ts')
const { services } = await import('./services.ts')
await commands.find(({ name }) => name === 'start')?.load()
await Promise.all(Object.values(services).map(load => load()))
await import('../adapters/threads/entry.ts')
// Prints its help: main and what it loads by itself.
process.argv.push('help')
await import('./main.ts')
