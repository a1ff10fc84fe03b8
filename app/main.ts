import { useCompileCache } from './compile-cache.js'

useCompileCache()
const { runCommandLine } = await import('./cli/run.ts')
const { openTerminal } = await import('./cli/terminal.ts')

process.exitCode = await runCommandLine(process.argv.slice(2), openTerminal())
