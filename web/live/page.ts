import { html } from '../element.ts'
import type { Page } from '../page.ts'
import { startRefresh } from '../refresh.ts'
import { service } from '../service.ts'
import { drawAlerts } from './alerts.ts'
import { buildHottest } from './hottest.ts'
import { buildReplays } from './replays.ts'

/** The cascades expected to become the largest, alerts as they come, and replays. */
export function openLive(): Page {
  const replays = buildReplays()
  const hottest = buildHottest()
  const alerts = startRefresh({
    load: async () => (await service.alerts.list({ limit: 20 })).items,
    draw: drawAlerts,
    seconds: 15,
    isTouched: ({ name }) => name === 'alerts'
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
      html('div', { class: 'stack' }, replays.element, alerts.element)
    )
  )
  const parts = [hottest, alerts, replays]
  return {
    title: 'Live',
    element,
    close: () => {
      for (const part of parts) part.close()
    }
  }
}
