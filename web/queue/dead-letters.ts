import { describeError } from '../describe-error.ts'
import { html } from '../element.ts'
import { formatTime } from '../format.ts'
import { type DeadLetter, service } from '../service.ts'
import { drawTable } from '../table.ts'

/** Draws the dead letters with their reasons, and the buttons that redrive or remove them. */
export function drawDeadLetters(items: readonly DeadLetter[], onChange: () => void): HTMLElement[] {
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  /** Runs the action on each letter. An error does not stop the others. */
  async function each(chosen: readonly DeadLetter[], act: (id: string) => Promise<unknown>): Promise<void> {
    for (const { id } of chosen)
      await act(id).catch(error => {
        fault.textContent = describeError(error)
      })
    onChange()
  }
  const redrive = (chosen: readonly DeadLetter[]) => each(chosen, id => service.deadLetters.redrive(id))
  function remove(item: DeadLetter): void {
    if (confirm(`Remove ${item.predictionId ?? item.id}? It cannot be redriven after that.`))
      void each([item], id => service.deadLetters.remove(id))
  }
  const heading = html('h2', {}, `Dead letters${items.length > 0 ? ` (${items.length})` : ''}`)
  if (items.length === 0)
    return [html('section', { class: 'card' }, heading, html('p', { class: 'muted' }, 'No dead letters.'))]
  const rows = items.map(item => [
    item.reason,
    item.predictionId === null
      ? html('code', {}, describeBody(item))
      : html(
          'a',
          { href: `/predictions/${encodeURIComponent(item.predictionId)}` },
          html('code', {}, item.predictionId)
        ),
    item.queue,
    formatTime(item.createdAt),
    html(
      'span',
      { class: 'actions' },
      button('Redrive', item, () => void redrive([item])),
      button('Remove', item, () => remove(item))
    )
  ])
  const columns = ['Reason', 'Prediction', 'Queue', 'Since', 'Actions'].map(name => ({ name }))
  return [
    html(
      'section',
      { class: 'card' },
      html(
        'div',
        { class: 'spread' },
        heading,
        html(
          'button',
          { type: 'button', id: 'redrive-all', onclick: () => void redrive(items) },
          'Redrive all'
        )
      ),
      fault,
      drawTable('Dead letters', columns, rows)
    )
  ]
}

function button(label: 'Redrive' | 'Remove', item: DeadLetter, onclick: () => void): HTMLElement {
  return html(
    'button',
    {
      type: 'button',
      class: 'small',
      id: `${label.toLowerCase()}-${item.id}`,
      'aria-label': `${label} ${item.predictionId ?? item.id}`,
      onclick
    },
    label
  )
}

function describeBody({ body, bodyEncoding, bodyBytes }: DeadLetter): string {
  return bodyEncoding === 'utf-8' ? body.slice(0, 80) : `${bodyBytes} bytes that are not text`
}
