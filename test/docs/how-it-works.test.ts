import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './blocks.ts'

const pages = ['docs/how-it-works.md', 'docs/how-to/add-a-field-to-an-answer.md']

interface Place {
  readonly file: string
  readonly name: string | undefined
}

/** The places that a page names: `folder/file.ts`, or `folder/file.ts: name`. */
function listPlaces(text: string): Place[] {
  const found = text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.ts)(?:: (\w+))?`/g)
  return [...found].map(([, file, name]) => ({ file: file!, name }))
}

/** Whether a file declares a name: a function, class, constant, type or method. */
function isDeclared(source: string, name: string): boolean {
  const declared = `^\\s*(?:export )?(?:readonly )?(?:async )?(?:function\\*? |class |const |interface |type |#)?${name}\\b\\s*[=:<({]`
  return new RegExp(`${declared}|^export (?:interface|class) ${name}\\b`, 'm').test(source)
}

function findFault({ file, name }: Place): string | null {
  const path = join(root, file)
  if (!existsSync(path)) return `${file} does not exist`
  if (name === undefined || isDeclared(readFileSync(path, 'utf8'), name)) return null
  return `${file} declares no ${name}`
}

test.each(pages)('%s names files and functions that exist', page => {
  const places = listPlaces(readFileSync(join(root, page), 'utf8'))
  expect(places.length).toBeGreaterThan(10)
  expect(places.map(findFault).filter(fault => fault !== null)).toEqual([])
})

test('rejects a file that does not exist and a function that its file does not declare', () => {
  const places = listPlaces('`ports/nowhere.ts`, `ports/clock.ts: buildNothing`, `ports/clock.ts: Clock`')
  expect(places.map(findFault)).toEqual([
    'ports/nowhere.ts does not exist',
    'ports/clock.ts declares no buildNothing',
    null
  ])
})

test('names in the table of look-ups a test that exists', () => {
  const page = readFileSync(join(root, pages[0]!), 'utf8')
  const [, file, name] = /`(test\/[\w./-]+)`: (.+?)\s*\|/.exec(page) ?? []
  const source = readFileSync(join(root, file!), 'utf8')
  expect([...source.matchAll(/^test\('(.+)', /gm)].map(([, found]) => found)).toContain(name)
})
