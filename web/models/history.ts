import { html } from '../element.ts'
import { formatTime } from '../format.ts'
import type { HistoryEntry } from '../service.ts'

/** Draws the history of the models, newest first. */
export function drawHistory(history: readonly HistoryEntry[]): HTMLElement {
  return html(
    'section',
    { class: 'card' },
    html('h2', {}, 'History'),
    history.length === 0 ? html('p', { class: 'muted' }, 'No entries.') : null,
    html(
      'ol',
      { class: 'timeline' },
      ...history.map(entry =>
        html(
          'li',
          { class: entry.action },
          html('p', {}, html('strong', {}, describe(entry)), entry.reason === '' ? '' : ` ${entry.reason}`),
          html('p', { class: 'muted' }, `${formatTime(entry.at)} · ${entry.actor}`)
        )
      )
    )
  )
}

function describe({ action, version, previous, text }: HistoryEntry): string {
  const from = previous === null ? '' : ` from ${previous}`
  const words: Readonly<Record<HistoryEntry['action'], string>> = {
    promote: `Version ${version} promoted${from}.`,
    rollback: `Rolled back to ${version}${from}.`,
    tag: `Version ${version} tagged ${text}.`,
    untag: `Tag ${text} removed from version ${version}.`,
    note: `Note on version ${version}: ${text}`,
    collect: `Artefact of version ${version} deleted.`
  }
  return words[action]
}
