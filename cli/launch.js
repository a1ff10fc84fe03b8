#!/usr/bin/env node
// @ts-check
// The program by its compiled form: cli/main.ts run directly is the same, but has to load the TypeScript stripper for
// itself (20 MB, 100 ms) before it can say where the compiled form of the rest lies.
import { useCompileCache } from './compile-cache.js'

const OLDEST_NODE = 24
if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  useCompileCache()
  await import('./main.ts')
} else {
  console.error(`groundswell needs Node ${OLDEST_NODE} or later; this is ${process.version}`)
  process.exitCode = 2
}
