import { expect, test } from 'vitest'
import { findUnusedExports } from './find-unused-exports.ts'

function find(texts: Readonly<Record<string, string>>): readonly string[] {
  return findUnusedExports(new Map(Object.entries(texts)), file => file === 'entry.ts')
}

const text = 'export const one = 1\nexport interface Two {}\nexport function three() {}\nexport default 4\n'

test('finds exports that no other file takes', () => {
  expect(find({ 'a.ts': text })).toEqual(['a.ts: one', 'a.ts: Two', 'a.ts: three', 'a.ts: default'])
  const importing = "import four, { one, type Two as Second } from '../a.ts'\nexport { three } from '../a.ts'"
  expect(find({ 'a.ts': text, 'b/b.ts': importing })).toEqual(['b/b.ts: three'])
  expect(find({ 'a.ts': text, 'b.ts': "import * as a from './a.ts'\na.one" })).toHaveLength(3)
})

test('counts every export of an entry, of a loaded file and of a predictor module or thread task as used', () => {
  expect(find({ 'entry.ts': text })).toEqual([])
  expect(find({ 'a.ts': text, 'b.ts': "await import('./a.ts')" })).toEqual([])
  expect(find({ 'a.ts': text, 'b.ts': "new URL('./a.ts', import.meta.url)" })).toEqual([])
  expect(find({ 'a.ts': `${text}export const moduleUrl = import.meta.url` })).toEqual([])
})
