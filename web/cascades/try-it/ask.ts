import { describeError } from '../../describe-error.ts'
import { html } from '../../element.ts'
import { formatCount, formatDuration } from '../../format.ts'
import type { Cascade } from '../chart/picture.ts'
import { buildCascadeField } from './cascade-field.ts'
import { type Example, examples, loadExample } from './examples.ts'

export interface Question {
  readonly cascade: Cascade
  /** Null: all events. */
  readonly windowSeconds: number | null
  /** The final size. Null: unknown. */
  readonly truth: number | null
}

const windows = [300, 600, 1800, 3600, 21_600, 86_400]

/** Builds the form: examples, a field to paste or drop into, the window. Calls `onAsk` with each question. */
export function buildAsk(onAsk: (question: Question) => void): { readonly element: HTMLElement } {
  const window = html(
    'select',
    { id: 'window' },
    html('option', { value: '' }, 'all events'),
    ...windows.map(each => html('option', { value: each }, `the first ${formatDuration(each)}`))
  )
  const field = buildCascadeField(cascade =>
    describe(cascade, window.value === '' ? null : Number(window.value))
  )
  let example: Example | null = null

  async function ask(): Promise<void> {
    const content = await field.read()
    if (!content) {
      field.element.focus()
      return
    }
    const { cascade } = content
    const windowSeconds = window.value === '' ? content.windowSeconds : Number(window.value)
    const last = cascade.times.at(-1)!
    const isWhole = example !== null && windowSeconds !== null && last > windowSeconds
    onAsk({ cascade, windowSeconds, truth: isWhole ? cascade.times.length : null })
  }
  async function pick(picked: Example): Promise<void> {
    try {
      field.set(await loadExample(picked))
      example = picked
      window.value = String(picked.windowSeconds)
      for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.value === picked.path))
      await ask()
    } catch (error) {
      field.showMessage(describeError(error), true)
    }
  }
  async function drop(file: File | undefined): Promise<void> {
    if (!file) return
    forget()
    await field.load(file)
  }
  function forget(): void {
    example = null
    for (const chip of chips) chip.setAttribute('aria-pressed', 'false')
  }

  const chips = examples.map(each =>
    html(
      'button',
      { type: 'button', class: 'chip', value: each.path, 'aria-pressed': 'false', onclick: () => pick(each) },
      html('strong', {}, each.name),
      html('span', {}, each.words)
    )
  )
  field.element.addEventListener('input', forget)
  window.addEventListener('change', () => !field.isEmpty() && field.read())
  const file = html('input', {
    type: 'file',
    id: 'file',
    accept: '.csv,.tsv,.json,.jsonl,.ndjson,.js,.txt,.gz',
    class: 'hidden-input'
  })
  file.addEventListener('change', () => drop(file.files?.[0]))
  const form = html(
    'form',
    { class: 'card ask', 'aria-label': 'Cascade' },
    html('h2', {}, 'A cascade'),
    html('div', { class: 'chips', role: 'group', 'aria-label': 'Simulated examples' }, ...chips),
    html('label', { for: 'cascade' }, 'Or your own, as a table or JSON'),
    field.element,
    field.note,
    field.below,
    html('div', { class: 'row' }, html('label', { for: 'window' }, 'Forecast from'), window),
    html(
      'div',
      { class: 'row actions' },
      html('button', { type: 'submit', class: 'primary' }, 'Forecast'),
      html('label', { for: 'file', class: 'button file' }, 'Choose a file', file)
    )
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    void ask()
  })
  form.addEventListener('dragover', event => {
    event.preventDefault()
    form.classList.add('over')
  })
  form.addEventListener('dragleave', () => form.classList.remove('over'))
  form.addEventListener('drop', event => {
    event.preventDefault()
    form.classList.remove('over')
    void drop(event.dataTransfer?.files[0])
  })
  return { element: form }
}

function describe({ times, magnitudes }: Cascade, windowSeconds: number | null): string {
  const last = formatDuration(times.at(-1)!)
  const followers = magnitudes.every(each => Number.isNaN(each)) ? ', followers unknown' : ''
  const all = `${formatCount(times.length)} event${times.length === 1 ? '' : 's'} in ${last}${followers}`
  if (windowSeconds === null) return `${all}.`
  const seen = times.filter(time => time <= windowSeconds).length
  const hidden = times.length - seen
  return hidden === 0
    ? `${all}.`
    : `${all}; ${formatCount(seen)} are sent, the other ${formatCount(hidden)} are the actual outcome.`
}
