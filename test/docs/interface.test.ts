import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './blocks.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('ARCHITECTURE.md quotes the predictor interface as it is, without its comments', () => {
  const [, declared] = /export (interface Predictor<.*?\n\})\n/s.exec(read('predictors/predictor.ts')) ?? []
  const withoutComments = declared?.replaceAll(/\n? *\/\*\*.*?\*\//gs, '').replaceAll(/\n\n+/g, '\n')
  const [, quoted] = /```ts\n(interface Predictor<.*?\n\})\n```/s.exec(read('docs/ARCHITECTURE.md')) ?? []
  expect(quoted).toBe(withoutComments)
})
