import type { FeedEvent } from '../client/client.ts'
import { describeError } from './describe-error.ts'
import { html, replace } from './element.ts'
import { followFeed } from './feed.ts'

interface Refreshed<Data> {
  readonly load: () => Promise<Data>
  readonly draw: (data: Data) => readonly HTMLElement[]
  readonly seconds: number
  /** Whether an event of the feed changes what is shown. */
  readonly isTouched: (event: FeedEvent) => boolean
}

export interface Refresh {
  readonly element: HTMLElement
  now(): Promise<void>
  close(): void
}

// The shortest time between an event of the feed and the next load.
const MIN_DELAY_MS = 400

/** Builds a part of a page that is loaded again after events of the feed and at intervals. It is drawn only on a change. */
export function startRefresh<Data>({ load, draw, seconds, isTouched }: Refreshed<Data>): Refresh {
  const element = html('div', { class: 'stack', 'aria-busy': 'true' })
  let shown = ''
  let newestStarted = 0
  let newestShown = 0
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function now(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const order = ++newestStarted
    const loaded = await load().then(
      data => ({ isOk: true, data }) as const,
      (error: unknown) => ({ isOk: false, error }) as const
    )
    // A later load was answered first: its data is newer.
    if (isClosed || order < newestShown) return
    newestShown = order
    const text = loaded.isOk ? JSON.stringify(loaded.data) : describeError(loaded.error)
    if (text !== shown) replace(element, ...(loaded.isOk ? draw(loaded.data) : [showMessage(text)]))
    shown = text
    element.removeAttribute('aria-busy')
  }
  function soon(): void {
    timer ??= setTimeout(() => void now(), MIN_DELAY_MS)
  }
  const stop = followFeed({ onEvent: event => (event.name === 'gap' || isTouched(event)) && soon() })
  const ticking = setInterval(() => void now(), seconds * 1000)
  void now()
  return {
    element,
    now,
    close() {
      isClosed = true
      stop()
      clearTimeout(timer)
      clearInterval(ticking)
    }
  }
}

function showMessage(words: string): HTMLElement {
  return html('p', { class: 'notice wrong', role: 'alert' }, words)
}
