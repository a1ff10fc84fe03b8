import { describeError } from '../describe-error.ts'
import { html } from '../element.ts'
import { formatTime } from '../format.ts'
import { type DeadLetter, service } from '../service.ts'
import { drawTable } from '../table.ts'

/** What could not be done, why, and the button that tries again. */
export function drawDeadLetters(letters: readonly DeadLetter[], onChange: () => void): HTMLElement[] {
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  async function redrive(chosen: readonly DeadLetter[]): Promise<void> {
    try {
      for (const { id } of chosen) await service.deadLetters.redrive(id)
    } catch (error) {
      fault.textContent = describeError(error)
    }
    onChange()
  }
  const heading = html('h2', {}, `Dead letters${letters.length > 0 ? ` (${letters.length})` : ''}`)
  if (letters.length === 0)
    return [html('section', { class: 'card' }, heading, html('p', { class: 'muted' }, 'None: all is well.'))]
  const rows = letters.map(letter => [
    letter.reason,
    letter.predictionId === null
      ? html('code', {}, letter.body.slice(0, 80))
      : html(
          'a',
          { href: `/predictions/${encodeURIComponent(letter.predictionId)}` },
          html('code', {}, letter.predictionId)
        ),
    letter.queue,
    formatTime(letter.createdAt),
    html(
      'button',
      {
        type: 'button',
        class: 'small',
        id: `redrive-${letter.id}`,
        'aria-label': `Redrive ${letter.predictionId ?? letter.id}`,
        onclick: () => void redrive([letter])
      },
      'Redrive'
    )
  ])
  const columns = ['Reason', 'Of', 'Queue', 'Since', ''].map(name => ({ name }))
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
          { type: 'button', id: 'redrive-all', onclick: () => void redrive(letters) },
          'Redrive all'
        )
      ),
      fault,
      drawTable('Dead letters', columns, rows)
    )
  ]
}
