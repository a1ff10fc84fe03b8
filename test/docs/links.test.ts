import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { slugOf } from '../../docs/site/slug.ts'
import { pages, root } from './blocks.ts'

interface Link {
  readonly page: string
  readonly target: string
}

const withoutCode = (page: string) => readFileSync(join(root, page), 'utf8').replaceAll(/```.*?```/gs, '')

function findLinks(page: string, text: string): Link[] {
  const plain = text.replaceAll(/`[^`\n]*`/g, '')
  const found = plain.matchAll(/\]\(([^()\s]+)\)|(?:src|srcset|href)="([^"]+)"|<(https?:[^>\s]+)>/g)
  return [...found].map(([, inline, attribute, bare]) => ({ page, target: inline ?? attribute ?? bare! }))
}

function listAnchors(page: string): Set<string> {
  const taken = new Map<string, number>()
  const headings = withoutCode(page).matchAll(/^#{1,6} (.+)$/gm)
  // A link's words are the heading's, its address is not.
  const words = (heading: string) => heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return new Set([...headings].map(([, heading]) => slugOf(words(heading!), taken)))
}

/** What is wrong with a link within the repository; null: nothing. */
function findFault({ page, target }: Link): string | null {
  const [path, anchor] = target.split('#') as [string, string?]
  const file = path === '' ? page : normalize(join(dirname(page), path))
  if (file.startsWith('..') || !existsSync(join(root, file))) return `${page}: ${target} is not there`
  if (anchor === undefined) return null
  if (statSync(join(root, file)).isDirectory() || !file.endsWith('.md'))
    return `${page}: ${target} has no headings`
  return listAnchors(file).has(anchor) ? null : `${page}: ${target} has no such heading`
}

const isExternal = ({ target }: Link) => /^[a-z]+:/i.test(target)

test('every link of every page leads to a file and a heading that is there', () => {
  const links = pages.flatMap(page => findLinks(page, withoutCode(page)))
  expect(links.length).toBeGreaterThan(50)
  const inner = links.filter(link => !isExternal(link))
  expect(inner.map(findFault).filter(fault => fault !== null)).toEqual([])
})

test('links to elsewhere are whole addresses, by https or on this machine', () => {
  const outer = pages.flatMap(page => findLinks(page, withoutCode(page))).filter(isExternal)
  const unsound = outer.filter(({ target }) => {
    if (!URL.canParse(target)) return true
    const { protocol, hostname } = new URL(target)
    return !(protocol === 'https:'
      ? hostname.includes('.')
      : protocol === 'http:' && hostname === '127.0.0.1')
  })
  expect(unsound).toEqual([])
})

test('the check itself can fail', () => {
  const text = '[a](model.md#nowhere) [b](gone.md) [c](model.md#the-process) `[d](not-a-link.md)`'
  const faults = findLinks('docs/trust.md', text).map(findFault)
  expect(faults).toEqual([
    expect.stringContaining('no such heading'),
    expect.stringContaining('not there'),
    null
  ])
})
