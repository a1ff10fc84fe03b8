import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import { followFeed } from '../feed.ts'
import { type Predictor, service } from '../service.ts'

interface Part {
  readonly element: HTMLElement
  close(): void
}

/**
 * Opens the part of a page that is about one predictor: the one in the address, or the first. If there are several, a field
 * above it selects another one and changes the address.
 */
export function choosePredictor(query: URLSearchParams, open: (predictor: Predictor) => Part): Part {
  const select = html('select', { id: 'predictor' })
  const choice = html(
    'div',
    { class: 'row choice' },
    html('label', { for: 'predictor' }, 'Predictor'),
    select
  )
  const container = html('div', { 'aria-busy': 'true' })
  const element = html('div', {}, choice, container)
  choice.hidden = true
  let predictors: readonly Predictor[] = []
  let part: Part | null = null
  let isAsked = false
  let isClosed = false

  function show(name: string | null): void {
    const chosen = name === null ? predictors[0] : predictors.find(each => each.name === name)
    select.value = chosen?.name ?? ''
    part?.close()
    part = chosen === undefined ? null : open(chosen)
    replace(container, part?.element ?? drawFault(`There is no predictor ${name}.`))
  }
  async function load(): Promise<void> {
    isAsked = true
    try {
      predictors = (await service.predictions.predictors()).items
      if (isClosed) return
      replace(select, ...predictors.map(({ name, title }) => html('option', { value: name }, title)))
      show(query.get('predictor'))
      choice.hidden = predictors.length < 2 && part !== null
    } catch (error) {
      isAsked = false
      if (!isClosed) replace(container, drawFault(describeError(error)))
    }
    container.removeAttribute('aria-busy')
  }
  select.addEventListener('change', () => {
    writePredictor(select.value)
    show(select.value)
  })
  const stop = followFeed({ onState: state => state === 'open' && !isAsked && void load() })
  if (!isAsked) void load()
  return {
    element,
    close() {
      isClosed = true
      stop()
      part?.close()
    }
  }
}

/** Writes the predictor into the address, so that the page can be linked and reloaded. Null: none. */
export function writePredictor(name: string | null): void {
  const [path] = location.hash.split('?')
  const query = name === null ? '' : `?predictor=${encodeURIComponent(name)}`
  history.replaceState(null, '', `${path || '#/'}${query}`)
}

function drawFault(words: string): HTMLElement {
  return html('p', { class: 'notice wrong', role: 'alert' }, words)
}
