import { everyItem, type FeedEvent } from '../../../client/client.ts'
import { describeError } from '../../describe-error.ts'
import { html, replace } from '../../element.ts'
import { followFeed } from '../../feed.ts'
import { formatCount } from '../../format.ts'
import { service, type WatchedCascade } from '../../service.ts'
import { arrange } from './arrange.ts'
import { buildGrowth } from './growth.ts'
import { buildFrameQueue } from './in-frames.ts'
import { buildRow, type Row } from './row.ts'

const FIRST_COUNT = 25
const MORE_COUNT = 100
const MAX_PAGE_ITEMS = 500
// Each move makes the browser compute the layout again.
const MAX_MOVES = 8
const RELOAD_MS = 5_000
const SOON_MS = 1_000

/**
 * Shows the cascades that are expected to become the largest. It writes each forecast of the feed into its row. It reloads
 * the list every few seconds, and when a cascade outside the list may belong to it.
 */
export function buildHottest() {
  const list = html('ol', { class: 'hottest', 'aria-label': 'Hottest cascades' })
  const onlyFaster = html('input', { type: 'checkbox', onchange: () => void reload() })
  const filter = html(
    'label',
    { class: 'check' },
    onlyFaster,
    ' Only cascades that grow faster than expected'
  )
  const note = html('div')
  const more = html('button', { type: 'button', hidden: true, onclick: () => showMore() }, 'Show more')
  const element = html('div', { class: 'stack', 'aria-busy': 'true' }, filter, note, list, more)
  const known = new Map<string, { cascade: WatchedCascade; readonly row: Row; isVisible: boolean }>()
  const queue = buildFrameQueue()
  const growth = buildGrowth(id => queue.add(`growth ${id}`, () => drawGrowth(id)))
  const sight = new IntersectionObserver(look)
  let shown = FIRST_COUNT
  let largest = 1
  let isLoading = false
  let isWantedSoon = false
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = followFeed({ onEvent: take })
  void load()

  async function load(): Promise<void> {
    clearTimeout(timer)
    if (isLoading) return
    isLoading = true
    isWantedSoon = false
    try {
      const { items, isAll } = await readHottest(shown, onlyFaster.checked)
      if (isClosed) return
      for (const cascade of items) queue.add(cascade.id, () => show(cascade))
      queue.add('order', () => order(items))
      queue.add('note', () => showMessage(items.length, isAll))
    } catch (error) {
      replace(note, html('p', { class: 'notice wrong', role: 'alert' }, describeError(error)))
    }
    isLoading = false
    if (!isClosed) timer = setTimeout(() => void load(), isWantedSoon ? SOON_MS : RELOAD_MS)
  }

  function reload(): void {
    if (isLoading) loadSoon()
    else void load()
  }

  /** Loads after a short delay. Later requests do not extend the delay: a busy feed would postpone the load forever. */
  function loadSoon(): void {
    if (isWantedSoon) return
    isWantedSoon = true
    if (isLoading) return
    clearTimeout(timer)
    timer = setTimeout(() => void load(), SOON_MS)
  }

  function show(cascade: WatchedCascade): void {
    const { id } = cascade
    let entry = known.get(id)
    if (entry) entry.cascade = cascade
    else {
      entry = { cascade, row: buildRow(id), isVisible: false }
      known.set(id, entry)
      list.append(entry.row.element)
      sight.observe(entry.row.element)
    }
    growth.add(cascade)
    widen(cascade)
    entry.row.show(cascade, largest)
    if (entry.isVisible) entry.row.draw(growth.of(id))
  }

  /** Extends the common scale of all bars. It grows in steps, so that all bars are rarely drawn again. */
  function widen({ forecast, events }: WatchedCascade): void {
    const needed = Math.max(events, forecast?.high ?? expectedOf(forecast))
    if (needed <= largest) return
    largest = roundUp(needed)
    for (const [id, { cascade, row }] of known) queue.add(id, () => row.show(cascade, largest))
  }

  function order(items: readonly WatchedCascade[]): void {
    const wanted = new Set(items.map(({ id }) => id))
    for (const [id, { row }] of known) {
      if (wanted.has(id)) continue
      sight.unobserve(row.element)
      row.element.remove()
      known.delete(id)
      growth.forget(id)
    }
    const rows = items.flatMap(({ id }) => known.get(id)?.row.element ?? [])
    if (!arrange(list, rows, MAX_MOVES)) queue.add('order', () => order(items))
  }

  function showMessage(count: number, isAll: boolean): void {
    element.removeAttribute('aria-busy')
    more.hidden = isAll
    if (count === 0)
      replace(
        note,
        html(
          'div',
          { class: 'empty' },
          html(
            'p',
            {},
            onlyFaster.checked
              ? 'No cascade grows faster than expected.'
              : 'No open cascades. Start a replay to see some, or send events as they happen (POST /events).'
          )
        )
      )
    else replace(note, html('p', { class: 'muted' }, `${formatCount(count)} shown, the largest first.`))
  }

  function showMore(): void {
    shown += MORE_COUNT
    reload()
  }

  function look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const id = target.querySelector('a')?.textContent ?? ''
      const entry = known.get(id)
      if (!entry) continue
      entry.isVisible = isIntersecting
      if (!isIntersecting) continue
      growth.want(id)
      queue.add(`growth ${id}`, () => drawGrowth(id))
    }
  }

  function drawGrowth(id: string): void {
    known.get(id)?.row.draw(growth.of(id))
  }

  function take(event: FeedEvent): void {
    if (event.name === 'gap') loadSoon()
    if (event.name !== 'cascades') return
    const { id, state, forecast }: Partial<WatchedCascade> = event.data
    const entry = known.get(id ?? '')
    if (state !== 'open' || !forecast || !entry) {
      // A cascade smaller than all shown ones does not change the list.
      if (!forecast || known.size < shown || expectedOf(forecast) > smallest()) loadSoon()
      return
    }
    if ((entry.cascade.forecast?.windowSeconds ?? 0) > forecast.windowSeconds) return
    const cascade = { ...entry.cascade, forecast }
    entry.cascade = cascade
    queue.add(cascade.id, () => show(cascade))
  }

  function smallest(): number {
    const last = list.lastElementChild?.querySelector('a')?.textContent
    return expectedOf(known.get(last ?? '')?.cascade.forecast)
  }

  return {
    element,
    close(): void {
      isClosed = true
      stop()
      clearTimeout(timer)
      queue.close()
      sight.disconnect()
    }
  }
}

async function readHottest(
  count: number,
  growingFaster: boolean
): Promise<{ readonly items: readonly WatchedCascade[]; readonly isAll: boolean }> {
  const items: WatchedCascade[] = []
  // One more item than shown reveals whether there are more.
  const limit = Math.min(MAX_PAGE_ITEMS, count + 1)
  for await (const cascade of everyItem(cursor => service.cascades.list({ limit, cursor, growingFaster }))) {
    if (items.length === count) return { items, isAll: false }
    items.push(cascade)
  }
  return { items, isAll: true }
}

/** The size by which the service sorts cascades; 0: none. Forecasts of earlier releases have no median. */
function expectedOf(forecast: WatchedCascade['forecast'] | undefined): number {
  return forecast?.median ?? forecast?.areOptimal ?? 0
}

/** Rounds up to 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * [1, 2, 5, 10].find(step => step * power >= value)!
}
