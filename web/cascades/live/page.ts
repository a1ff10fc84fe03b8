import { html } from '../../element.ts'
import type { Page } from '../../page.ts'
import { startRefresh } from '../../refresh.ts'
import { service } from '../../service.ts'
import { drawAlerts } from './alerts.ts'
import { drawEnded } from './ended.ts'
import { buildHottest } from './hottest.ts'
import { buildReplays } from './replays.ts'

/** Shows the cascades that are expected to become the largest, the alerts and the replays. */
export function openLive(): Page {
  const replays = buildReplays()
  const hottest = buildHottest()
  const alerts = startRefresh({
    load: async () => (await service.alerts.list({ limit: 20 })).items,
    draw: drawAlerts,
    seconds: 15,
    isTouched: ({ name }) => name === 'alerts'
  })
  const ended = startRefresh({
    load: async () => (await service.cascades.list({ order: 'updated', state: 'ended', limit: 6 })).items,
    draw: drawEnded,
    seconds: 15,
    isTouched: ({ name, data }) => name === 'cascades' && data.state === 'ended'
  })
  const element = html(
    'div',
    {},
    html(
      'div',
      { class: 'heading' },
      html('h1', {}, 'Live'),
      html('p', { class: 'lead' }, 'The watched cascades that are expected to become the largest.')
    ),
    html(
      'div',
      { class: 'live' },
      hottest.element,
      html('div', { class: 'stack' }, replays.element, alerts.element, ended.element)
    )
  )
  const parts = [hottest, alerts, ended, replays]
  return {
    title: 'Live',
    element,
    close: () => {
      for (const part of parts) part.close()
    }
  }
}
