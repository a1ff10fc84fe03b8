import { openLive } from './cascades/live/page.ts'
import { openCascade } from './cascades/one-cascade/page.ts'
import { replace } from './element.ts'
import { followFeed } from './feed.ts'
import { openModels } from './models/page.ts'
import type { Page } from './page.ts'
import { openQueue } from './queue/page.ts'
import { buildSignOut } from './sign-out.ts'
import { openTryIt } from './try-it/page.ts'

const pages: Readonly<Record<string, (query: URLSearchParams) => Page>> = {
  '': openTryIt,
  live: openLive,
  models: openModels,
  queue: openQueue
}

const main = document.querySelector('main')!
const link = document.querySelector('#link')!
let current: Page | null = null

function show(isFirst: boolean): void {
  // '#content' is the skip link's, not a page's.
  if (location.hash !== '' && !location.hash.startsWith('#/')) return
  const [path = '', query = ''] = location.hash.slice(2).split('?')
  const [name = '', id] = path.split('/')
  current?.close()
  current =
    name === 'cascades' && id
      ? openCascade(decodeURIComponent(id))
      : (pages[name] ?? openTryIt)(new URLSearchParams(query))
  document.title = `${current.title} · Groundswell`
  replace(main, current.element)
  for (const entry of document.querySelectorAll('nav a'))
    if (entry.getAttribute('href') === `#/${name}`) entry.setAttribute('aria-current', 'page')
    else entry.removeAttribute('aria-current')
  if (!isFirst) main.focus()
}

addEventListener('hashchange', () => show(false))
show(true)
document.querySelector('.foot')!.append(buildSignOut())
followFeed({
  onState: state => {
    link.className = `link ${state}`
    link.textContent = state === 'open' ? 'Connected' : 'Connection lost, trying again'
  }
})
