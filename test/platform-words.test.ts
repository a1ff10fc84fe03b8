import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import entries from './platform-words.json' with { type: 'json' }

/** A place where the platform may name what belongs to the cascade predictor. */
interface Entry {
  /** A file, or a folder with a slash at its end. */
  readonly file: string
  /** A regular expression that matches the line. Absent: the whole file belongs to cascades. */
  readonly line?: string
  readonly reason: string
}
interface Hit {
  readonly file: string
  readonly number: number
  readonly line: string
}

const cascadeWords = /\b(cascade|follower|finalSize|windowSeconds)/i
const folders = '{api,worker,trainer,stores,relay,stream,client,web,adapters}'
const left = /^adapters\/database\/migrations\/|\/generated\//

function findHits(file: string, text: string): readonly Hit[] {
  return text
    .split('\n')
    .map((line, index) => ({ file, number: index + 1, line: line.trim() }))
    .filter(({ line }) => cascadeWords.test(line.replace(/ from '[^']+'$/, '')))
}

function matches({ file, line }: Entry, hit: Hit): boolean {
  const isInFile = file.endsWith('/') ? hit.file.startsWith(file) : file === hit.file
  return isInFile && (line === undefined || new RegExp(line).test(hit.line))
}

/** Hits that no entry allows, and entries that allow no hit. */
function compare(allowed: readonly Entry[], hits: readonly Hit[]) {
  return {
    unknown: hits.filter(hit => !allowed.some(entry => matches(entry, hit))),
    unused: allowed.filter(entry => !hits.some(hit => matches(entry, hit)))
  }
}

test('the platform names nothing of the cascade predictor but where test/platform-words.json gives a reason', () => {
  const files = globSync(`${folders}/**/*.{ts,js,css,html,svg}`).filter(file => !left.test(file))
  expect(files.length).toBeGreaterThan(300)
  const hits = files.flatMap(file => findHits(file, readFileSync(file, 'utf8')))
  const allowed: readonly Entry[] = entries
  expect(compare(allowed, hits)).toEqual({ unknown: [], unused: [] })
  for (const { file, reason } of allowed) expect([file, reason.length > 10]).toEqual([file, true])
})

test('the check finds each word, and an entry that allows nothing', () => {
  const hits = findHits(
    'a.ts',
    'const one = 1\n// A cascade\nfollowers\nlet finalSize\nreadWindowSeconds()\nwindowSeconds'
  )
  expect(hits.map(({ number }) => number)).toEqual([2, 3, 4, 6])
  const allowed = [
    { file: 'a.ts', line: '^// A', reason: 'a comment' },
    { file: 'a.ts', line: 'nowhere', reason: 'no hit' },
    { file: 'b.ts', reason: 'no such file' }
  ]
  const { unknown, unused } = compare(allowed, hits)
  expect(unknown.map(({ number }) => number)).toEqual([3, 4, 6])
  expect(unused).toEqual(allowed.slice(1))
})
