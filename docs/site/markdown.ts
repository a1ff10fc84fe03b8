import { posix } from 'node:path'
import { slugOf } from './slug.ts'

/** What is used of markdown-it. */
export interface Markdown {
  set(options: { readonly html: boolean; readonly linkify: boolean }): void
  readonly core: { readonly ruler: { push(name: string, rule: (state: State) => void): void } }
}

interface State {
  readonly tokens: readonly Token[]
  readonly env: { readonly page: { readonly inputPath: string } }
}

interface Token {
  readonly type: string
  readonly content: string
  readonly children: readonly Token[] | null
  attrs: [name: string, value: string][] | null
  attrGet(name: string): string | null
  attrSet(name: string, value: string): void
}

/** Pages whose text lies elsewhere in the repository: file, and where the site has it. */
export const borrowedPages: Readonly<Record<string, string>> = {
  'bench/RESULTS.md': 'docs/measured.md',
  'CHANGELOG.md': 'docs/changes.md'
}

/** What is linked as a file and found on the site under another name. */
const files: Readonly<Record<string, string>> = {
  'openapi.yaml': 'openapi.yaml',
  'asyncapi.yaml': 'asyncapi.yaml',
  '.env.example': 'reference/settings.html'
}

/**
 * Headings get GitHub's anchors; links between files of the repository become links between pages. What is no page stays
 * in the repository: its words stand, and the title says where it is.
 */
export function amendMarkdown(markdown: Markdown): void {
  markdown.set({ html: true, linkify: true })
  markdown.core.ruler.push('site', ({ tokens, env }) => {
    const page = posix.normalize(env.page.inputPath)
    const source = Object.keys(borrowedPages).find(file => borrowedPages[file] === page) ?? page
    const taken = new Map<string, number>()
    tokens.forEach((token, i) => {
      if (token.type === 'heading_open') token.attrSet('id', slugOf(textOf(tokens[i + 1]!), taken))
      for (const child of token.children ?? []) if (child.type === 'link_open') turnLink(child, source)
    })
  })
}

function turnLink(link: Token, source: string): void {
  const target = link.attrGet('href')!
  if (/^([a-z]+:|#)/i.test(target)) return
  const [path, anchor] = target.split('#') as [string, string?]
  const file = posix.join(posix.dirname(source), path)
  const page = findOnSite(file)
  if (page === null) link.attrs = [['title', `${file}, in the repository`]]
  else {
    const relative = posix.relative(posix.dirname(`/${findOnSite(source)}`), `/${page}`)
    link.attrSet('href', anchor === undefined ? relative : `${relative}#${anchor}`)
  }
}

function findOnSite(file: string): string | null {
  const known = files[file]
  if (known !== undefined) return known
  const page = borrowedPages[file] ?? file
  return /^docs\/.*\.md$/.test(page) ? page.replace(/^docs\//, '').replace(/\.md$/, '.html') : null
}

function textOf(inline: Token): string {
  const texts = (inline.children ?? []).filter(({ type }) => type === 'text' || type === 'code_inline')
  return texts.map(({ content }) => content).join('')
}
