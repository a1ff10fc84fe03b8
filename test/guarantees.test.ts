import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/GUARANTEES.md', 'utf8')
const named = [...page.matchAll(/^- `([^`]+)`: (.+)$/gm)].map(([, file, name]) => ({
  file: file!,
  name: name!
}))

test('every promise names tests', () => {
  const sections = page.split(/^## /m).slice(1)
  expect(sections.length).toBeGreaterThan(5)
  for (const section of sections) expect(section).toMatch(/^- `test\//m)
})

test.each(named)('$file has: $name', ({ file, name }) => {
  expect(existsSync(file)).toBe(true)
  const names = [
    ...readFileSync(file, 'utf8').matchAll(/\btest(?:\.(?:each|skipIf)\([^)]*\))*\(\s*'((?:[^'\\]|\\.)*)'/g)
  ]
  expect(names.map(([, found]) => found)).toContain(name)
})
