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

// However much happens: the service is asked no more often.
const minMilliseconds = 400

/** A part of a page that is loaded again when the feed says so, and every so often. Drawn only when it has changed. */
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
    const [data, error] = await load().then(
      loaded => [loaded, null] as const,
      cause => [null, cause as Error] as const
    )
    // A later load that was answered first is newer than this one.
    if (isClosed || order < newestShown) return
    newestShown = order
    const text = error ? describeError(error) : JSON.stringify(data)
    if (text !== shown) replace(element, ...(error ? [showMessage(text)] : draw(data!)))
    shown = text
    element.removeAttribute('aria-busy')
  }
  function soon(): void {
    timer ??= setTimeout(() => void now(), minMilliseconds)
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
