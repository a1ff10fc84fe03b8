import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './blocks.ts'

test('every figure of the sizing table was measured: it stands in bench/RESULTS.md', () => {
  const [, section] = readFileSync(join(root, 'docs/operations.md'), 'utf8').split('## Sizing')
  const rows = [...section!.matchAll(/^\| [^|]+ \| ([^|]*\d[^|]*) \|$/gm)].map(([, figures]) => figures!)
  expect(rows.length).toBeGreaterThan(8)
  const results = readFileSync(join(root, 'bench/RESULTS.md'), 'utf8')
  const figures = rows.flatMap(row => row.match(/\d*[\d,]*\.?\d+/g)!)
  const unmeasured = figures.filter(
    figure => !new RegExp(`(^|[^\\d.,])${figure.replaceAll('.', '\\.')}(?![\\d])`).test(results)
  )
  expect(unmeasured).toEqual([])
})
