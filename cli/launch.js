#!/usr/bin/env node
// @ts-check
// Enables the compile cache before it imports any TypeScript. Running cli/main.ts directly does the same, but Node has to
// compile that file first (20 MB, 100 ms).
import { useCompileCache } from './compile-cache.js'

const MIN_NODE = 24
if (Number.parseInt(process.versions.node, 10) >= MIN_NODE) {
  useCompileCache()
  await import('./main.ts')
} else {
  console.error(`groundswell requires Node ${MIN_NODE} or later (this is ${process.version})`)
  process.exitCode = 2
}
