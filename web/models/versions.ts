import { askReason } from '../ask-reason.ts'
import { html } from '../element.ts'
import { formatCount, formatDuration, formatShare, formatTime } from '../format.ts'
import { type Model, service } from '../service.ts'
import { drawTable } from '../table.ts'
import { type Models, ownMetrics } from './load.ts'

/** Every version with its error on held-out cases, by window. */
export function drawVersions({ versions }: Models, onChange: () => void): HTMLElement {
  const slices = [...new Set(versions.flatMap(model => ownMetrics(model).map(({ slice }) => slice)))]
    .toSorted((a, b) => Number(a) - Number(b))
    .slice(0, 6)
  const columns = [
    { name: 'Version' },
    { name: 'Made' },
    { name: 'Cascades', isNumber: true },
    ...slices.map(slice => ({ name: formatDuration(Number(slice)), isNumber: true })),
    { name: '' }
  ]
  const rows = versions.map(model => [
    drawName(model),
    formatTime(model.createdAt),
    formatCount(model.training.groups),
    ...slices.map(slice => {
      const metric = ownMetrics(model).find(each => each.slice === slice)
      return metric ? formatShare(metric.meanLoss) : '–'
    }),
    model.isServing || model.isCollected ? null : drawPromote(model, onChange)
  ])
  return html(
    'section',
    { class: 'card' },
    html('h2', {}, 'Versions'),
    html(
      'p',
      { class: 'muted' },
      'Mean error by the age of the post at which it was asked, each on its own held-out cascades.'
    ),
    drawTable('Versions', columns, rows)
  )
}

function drawName({ version, isServing, isSimulated, isCollected, tags }: Model): HTMLElement {
  const badge = (words: string, kind = 'plain') => html('span', { class: `badge ${kind}` }, words)
  return html(
    'span',
    { class: 'row' },
    String(version),
    isServing && badge('serves', 'serving'),
    isSimulated && badge('simulated'),
    isCollected && badge('collected'),
    ...tags.map(tag => badge(tag, ''))
  )
}

function drawPromote({ version }: Model, onChange: () => void): HTMLElement {
  const promote = () =>
    askReason({
      title: `Let version ${version} serve?`,
      words: 'Every worker swaps within a second, whatever the gate said of it.',
      verb: 'Promote',
      act: async reason => {
        await service.models.promote(version, reason === '' ? {} : { reason })
        onChange()
      }
    })
  return html(
    'button',
    {
      type: 'button',
      class: 'small',
      id: `promote-${version}`,
      'aria-label': `Promote version ${version}`,
      onclick: () => void promote()
    },
    'Promote'
  )
}
