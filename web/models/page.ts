import { html } from '../element.ts'
import type { Page } from '../page.ts'
import { startRefresh } from '../refresh.ts'
import { buildAccuracy } from './accuracy.ts'
import { buildComparison } from './comparison.ts'
import { drawHistory } from './history.ts'
import { loadModels } from './load.ts'
import { drawServing } from './serving.ts'
import { drawVersions } from './versions.ts'

/** Versions of the model: what serves, how good each is, what happened, and the way back. */
export function openModels(): Page {
  const comparison = buildComparison()
  const accuracy = buildAccuracy()
  const refresh = startRefresh({
    load: loadModels,
    seconds: 15,
    isTouched: ({ name }) => name === 'models',
    draw: models => {
      comparison.offer(models.versions.map(({ version }) => version))
      accuracy.show(models)
      const act = () => refresh.now()
      return [
        drawServing(models, act),
        drawVersions(models, act),
        html('div', { class: 'columns' }, comparison.element, drawHistory(models.history)),
        accuracy.element
      ]
    }
  })
  const element = html(
    'div',
    {},
    html(
      'div',
      { class: 'heading' },
      html('h1', {}, 'Models'),
      html('p', { class: 'lead' }, 'What answers, how good each version is, and the way back.')
    ),
    refresh.element
  )
  return { title: 'Models', element, close: refresh.close }
}
