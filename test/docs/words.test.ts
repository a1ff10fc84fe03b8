import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import words from '../../docs/words.json' with { type: 'json' }
import { root } from './blocks.ts'

interface Exception {
  /** A file, or a folder with a slash at its end. */
  readonly file: string
  /** A regular expression that matches the line. Absent: every line of the file. */
  readonly line?: string
  readonly reason: string
}
interface Word {
  /** A regular expression; case matters only in identifiers. */
  readonly forbidden: string
  /** The words to write instead. */
  readonly write: string
  /** identifiers: code and file names only. text, both: code, pages, contracts and file names. */
  readonly where: string
  readonly except?: readonly Exception[]
}

/** docs/words.json holds the forbidden words; 017 quotes them; the others quote data or history. */
const unchecked =
  /^docs\/(words\.json|decisions\/017-words\.md)|^test\/docs\/words\.test\.ts|migrations\/|\/generated\/|node_modules|^dist\//
const list: readonly Word[] = words

function findFiles(): readonly string[] {
  return globSync(['*', '.env.example', '.ci/*', '**/*.{ts,js,css,html,md,yaml,yml,py,java}'], {
    cwd: root,
    exclude: ['node_modules', '**/node_modules', 'dist', 'package-lock.json']
  })
    .filter(
      file => /\.(ts|js|css|html|md|ya?ml|py|java|example)$|^Dockerfile$/.test(file) && !unchecked.test(file)
    )
    .toSorted()
}

function isExcepted({ except = [] }: Word, file: string, line: string): boolean {
  return except.some(
    each =>
      (each.file.endsWith('/') ? file.startsWith(each.file) : each.file === file) &&
      (each.line === undefined || new RegExp(each.line).test(line))
  )
}

/** Forbidden words in a file and in its name, as `file:line: word, write: ...`. */
function findForbidden(file: string, text: string, words: readonly Word[] = list): readonly string[] {
  const isCode = /\.[tj]s$/.test(file)
  return words.flatMap(word => {
    if (word.where === 'identifiers' && !isCode) return []
    const pattern = new RegExp(word.forbidden, word.where === 'identifiers' ? '' : 'i')
    if (!pattern.test(text) && !pattern.test(file)) return []
    return [file, ...text.split('\n')].flatMap((line, number) => {
      const [found] = pattern.exec(line) ?? []
      if (found === undefined || isExcepted(word, file, line)) return []
      return [`${file}:${number}: ${found}, write: ${word.write}`]
    })
  })
}

test('no code, page, contract or file name contains a forbidden word', () => {
  const files = findFiles()
  expect(files.length).toBeGreaterThan(1_000)
  expect(files.flatMap(file => findForbidden(file, readFileSync(join(root, file), 'utf8')))).toEqual([])
})

test('every exception is used and has a reason', () => {
  const exceptions = list.flatMap(word => (word.except ?? []).map(each => ({ each, word })))
  const unused = exceptions.filter(({ each: { file, line }, word }) => {
    const bare: Word = { ...word, except: [] }
    const files = file.endsWith('/') ? findFiles().filter(each => each.startsWith(file)) : [file]
    return !files.some(path =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .some(
          text =>
            findForbidden(path, text, [bare]).length > 0 &&
            isExcepted(
              { ...word, except: [{ file, reason: '', ...(line === undefined ? {} : { line }) }] },
              path,
              text
            )
        )
    )
  })
  expect(unused.map(({ each }) => each)).toEqual([])
  for (const { each } of exceptions) expect([each.file, each.reason.length > 10]).toEqual([each.file, true])
})

test('finds a forbidden word in a line and in a file name', () => {
  expect(findForbidden('api/a.ts', 'const one = 1\nconst MOST_BYTES = 2')).toEqual([
    'api/a.ts:2: MOST_B, write: MAX_'
  ])
  expect(findForbidden('docs/a.md', 'MOST_BYTES. The feed goes on.')).toEqual([
    'docs/a.md:1: goes on, write: continues'
  ])
  expect(findForbidden('test/middleman.ts', '')).toEqual(['test/middleman.ts:0: middleman, write: TCP proxy'])
})
