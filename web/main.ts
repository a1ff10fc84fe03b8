import { replace } from './element.ts'
import { followFeed } from './feed.ts'
import { openModels } from './models/page.ts'
import type { Page } from './page.ts'
import { openQueue } from './queue/page.ts'
import { openTryIt } from './try-it/page.ts'

const pages: Readonly<Record<string, () => Page>> = {
  '': openTryIt,
  models: openModels,
  queue: openQueue
}

const main = document.querySelector('main')!
const link = document.querySelector('#link')!
let current: Page | null = null

function show(isFirst: boolean): void {
  // '#content' is the skip link's, not a page's.
  if (location.hash !== '' && !location.hash.startsWith('#/')) return
  const name = location.hash.slice(2)
  current?.close()
  current = (pages[name] ?? openTryIt)()
  document.title = `${current.title} · Groundswell`
  replace(main, current.element)
  for (const entry of document.querySelectorAll('nav a'))
    if (entry.getAttribute('href') === `#/${name}`) entry.setAttribute('aria-current', 'page')
    else entry.removeAttribute('aria-current')
  if (!isFirst) main.focus()
}

addEventListener('hashchange', () => show(false))
show(true)
followFeed({
  onState: state => {
    link.className = `link ${state}`
    link.textContent = state === 'open' ? 'Live' : 'Connection lost, trying again'
  }
})
