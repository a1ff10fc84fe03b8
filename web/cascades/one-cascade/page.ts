import { html, toElement } from '../../element.ts'
import { formatCount, formatDuration, formatShare } from '../../format.ts'
import type { Page } from '../../page.ts'
import { startRefresh } from '../../refresh.ts'
import type { CascadeDetail, Forecast } from '../../service.ts'
import { drawTable } from '../../table.ts'
import { drawReasons, drawSimilar } from '../reasons.ts'
import { drawCascade } from './cascade-chart.ts'
import { buildCascadeLoader } from './load-cascade.ts'

/** Shows one watched cascade: its growth, the forecast at each window, and the outcome. */
export function openCascade(id: string): Page {
  const refresh = startRefresh({
    load: buildCascadeLoader(id),
    draw: ({ detail, latest }) => [...draw(detail), ...drawLatest(latest)],
    seconds: 5,
    isTouched: ({ name, data }) => name === 'cascades' && data.id === id
  })
  const element = html(
    'div',
    {},
    html(
      'div',
      { class: 'heading' },
      html('p', {}, html('a', { href: '#/live' }, 'Live')),
      html('h1', { class: 'name' }, id)
    ),
    refresh.element
  )
  return { title: id, element, close: refresh.close }
}

/** Why a forecast was made, by the `reason` of an extra one. */
const reasons: Readonly<Record<string, string>> = {
  window: 'window',
  scheduled: 'later age',
  'above-interval': 'more events than expected',
  'below-interval': 'fewer events than expected',
  resumed: 'activity resumed'
}

function draw(detail: CascadeDetail): HTMLElement[] {
  const { cascade, events, forecasts, outcome } = detail
  const figure = (kind: string, words: string, value: string) =>
    html('div', { class: `figure ${kind}` }, html('dt', {}, words), html('dd', {}, value))
  const median = cascade.forecast?.median ?? null
  const columns = [
    { name: 'At' },
    { name: 'State' },
    { name: 'Because of' },
    { name: 'Median', isNumber: true },
    { name: '80 % range', isNumber: true },
    { name: 'Error', isNumber: true },
    { name: 'Version', isNumber: true }
  ]
  const size = (value: number | null) => (value === null ? '–' : formatCount(Math.round(value)))
  const rows = forecasts.map(each => [
    `${each.windowSeconds === null ? '–' : formatDuration(each.windowSeconds)}${each.timedBy === 'clock' ? ', source silent' : ''}`,
    each.state,
    reasons[each.extra?.reason ?? 'window'] ?? '–',
    size(each.median),
    each.low === null ? '–' : `${size(each.low)} to ${size(each.high)}`,
    outcome === null || each.median === null
      ? '–'
      : formatShare(Math.abs(each.median / outcome.finalSize - 1)),
    each.modelVersion === null ? '–' : String(each.modelVersion)
  ])
  return [
    html(
      'section',
      { class: 'card' },
      cascade.growingFasterSince !== null &&
        html('p', {}, html('span', { class: 'badge failed' }, 'growing faster than expected')),
      html(
        'dl',
        { class: 'figures' },
        figure(
          'seen',
          cascade.state === 'open' ? 'events so far' : 'events, over',
          formatCount(cascade.events)
        ),
        figure('seen', "author's followers", formatFollowers(events[0]?.magnitude ?? null)),
        figure('forecast', 'expected final size (median)', size(median)),
        outcome && figure('truth', 'actual size', formatCount(outcome.finalSize))
      ),
      toElement(drawCascade(detail)),
      html(
        'ul',
        { class: 'legend' },
        html('li', { class: 'seen' }, 'events'),
        html('li', { class: 'forecast' }, 'forecast at each window, with its range'),
        outcome && html('li', { class: 'truth' }, 'actual size')
      )
    ),
    html('section', { class: 'card' }, html('h2', {}, 'Forecasts'), drawTable('Forecasts', columns, rows))
  ]
}

function formatFollowers(magnitude: number | null): string {
  return magnitude === null ? 'unknown' : formatCount(magnitude)
}

/** The reasons of the latest forecast and the cascades similar to it, each a card. */
function drawLatest(latest: Forecast | null): HTMLElement[] {
  if (latest === null) return []
  return [drawReasons(latest), drawSimilar(latest)]
    .filter(part => part !== null)
    .map(part => html('section', { class: 'card' }, part))
}
