import { askReason } from '../ask-reason.ts'
import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { type StreamSource, service } from '../service.ts'
import { drawTable } from '../table.ts'

const columns = [
  { name: 'Source' },
  { name: 'Watermark' },
  { name: 'Open cascades', isNumber: true },
  { name: '' }
]

/** Draws the sources of the stream with their watermarks, and the buttons that reset them. */
export function drawSources(sources: readonly StreamSource[], onChange: () => void): HTMLElement[] {
  const heading = html('h2', {}, 'Sources')
  if (sources.length === 0)
    return [html('section', { class: 'card' }, heading, html('p', { class: 'muted' }, 'No sources.'))]
  const rows = sources.map(source => [
    source.name,
    html(
      'span',
      {},
      source.watermark === null ? String(source.watermarkSeconds) : formatTime(source.watermark),
      source.fault === null ? null : html('span', { class: 'note wrong' }, source.fault)
    ),
    formatCount(source.openCascades),
    html(
      'button',
      {
        type: 'button',
        class: 'small',
        id: `reset-${source.name}`,
        'aria-label': `Reset ${source.name}`,
        onclick: () => void resetSource(source).then(onChange)
      },
      'Reset'
    )
  ])
  return [html('section', { class: 'card' }, heading, drawTable('Sources', columns, rows))]
}

function resetSource({ name }: StreamSource): Promise<void> {
  return askReason({
    title: `Reset the time of ${name}`,
    words:
      'The watermark is cleared, as if the source had sent nothing yet. Open cascades stay open until a new watermark passes their ends.',
    verb: 'Reset',
    act: reason => service.stream.resetSource(name, { reason })
  })
}
