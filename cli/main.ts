import { useCompileCache } from './compile-cache.js'

useCompileCache()
const { runCommandLine } = await import('./run.ts')
const { openTerminal } = await import('./terminal.ts')

process.exitCode = await runCommandLine(process.argv.slice(2), openTerminal())
