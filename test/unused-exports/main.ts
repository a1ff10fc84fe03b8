import { globSync, readFileSync } from 'node:fs'
import { findUnusedExports } from './find-unused-exports.ts'

// Part of npm run lint. A name that its own file alone uses is not exported, and one that nothing uses is not there.

// What others import, what a tool loads by its name, and what runs outside JavaScript.
const entries = [
  /^client\/(client|library\/groundswell)\.ts$/,
  /^predictors\/predictor\.ts$/,
  /^ports\/contract\/generated\//,
  /\.config\.[jt]s$/,
  /\/assembly\/(?!assembly\.ts)/,
  /^bench\/[\w-]+(\/[\w-]+)?\.ts$/,
  /^docs\/site\//,
  /^examples\//
]

const files = globSync('{**,.ci}/*.{ts,js,mjs}', {
  exclude: folder => /^(node_modules|dist|\.git)$/.test(folder.split('/')[0] ?? '')
})
const texts = new Map(files.map(file => [file, readFileSync(file, 'utf8')]))
const unused = findUnusedExports(texts, file => entries.some(entry => entry.test(file)))
if (unused.length > 0) {
  console.error(`These exports are used by no other file: remove the name, or the word "export".`)
  console.error(unused.join('\n'))
  process.exitCode = 1
}
