import { posix } from 'node:path'
import type { Section } from './navigation.ts'

export interface Frame {
  /** The page, by its path below docs/ without the extension. */
  readonly page: string
  readonly sections: readonly Section[]
  /** The title of each page. */
  readonly titles: ReadonlyMap<string, string>
  /** The page's text, as HTML. */
  readonly content: string
}

/** A whole page. No script: everything is there when it is there. */
export function layOut({ page, sections, titles, content }: Frame): string {
  const to = (path: string) => posix.relative(posix.dirname(`/${page}`), `/${path}`)
  const entry = (each: string) =>
    `<li><a href="${to(`${each}.html`)}"${each === page ? ' aria-current="page"' : ''}>${escapeHtml(titles.get(each)!)}</a>`
  const navigation = sections.map(({ title, pages }) => {
    const isOpen = pages.length < 12 || pages.includes(page)
    return `<details${isOpen ? ' open' : ''}><summary>${title}</summary><ul>${pages.map(entry).join('')}</ul></details>`
  })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(titles.get(page)!)} · Groundswell</title>
<link rel="icon" href="${to('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('style.css')}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><a class="pages" href="#pages">All pages</a><a class="brand" href="${to('index.html')}"><img src="${to('icon.svg')}" alt="" width="28" height="28">Groundswell</a></header>
<nav id="pages" aria-label="Pages">${navigation.join('\n')}</nav>
<main id="content" tabindex="-1">
${letScroll(content)}
</main>
${listHeadings(content)}
</body>
</html>
`
}

/** What may be wider than the page scrolls by itself, with the keyboard too. */
function letScroll(content: string): string {
  return content
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
}

/** What stands on the page, where that is more than a screen. */
function listHeadings(content: string): string {
  const headings = [...content.matchAll(/<h2 id="([^"]*)">(.*?)<\/h2>/gs)]
  if (headings.length < 3) return ''
  const entries = headings.map(
    ([, id, text]) => `<li><a href="#${id}">${text!.replaceAll(/<\/?a[^>]*>/g, '')}</a>`
  )
  return `<aside aria-label="On this page"><p>On this page</p><ul>${entries.join('')}</ul></aside>`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
