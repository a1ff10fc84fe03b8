import { html } from '../element.ts'
import type { Page } from '../page.ts'
import { choosePredictor } from '../predictor/choose-predictor.ts'
import { startRefresh } from '../refresh.ts'
import type { Predictor } from '../service.ts'
import { buildAccuracy } from './accuracy.ts'
import { buildChangelog } from './changelog.ts'
import { buildComparison } from './comparison.ts'
import { drawHistory } from './history.ts'
import { drawLiveVersion } from './live-version.ts'
import { loadModels } from './load.ts'
import { buildVerification } from './verification.ts'
import { drawVersions } from './versions.ts'

/** Shows the versions of a predictor's model: the live one, their metrics, the history, and the rollback. */
export function openModels(query: URLSearchParams): Page {
  const models = choosePredictor(query, openVersions)
  const element = html(
    'div',
    {},
    html(
      'div',
      { class: 'heading' },
      html('h1', {}, 'Models'),
      html('p', { class: 'lead' }, 'Which version is live, how good each version is, and how to roll back.')
    ),
    models.element
  )
  return { title: 'Models', element, close: models.close }
}

function openVersions(predictor: Predictor) {
  const comparison = buildComparison(predictor)
  const accuracy = buildAccuracy(predictor)
  const changelog = buildChangelog(predictor)
  const verification = buildVerification(predictor, () => refresh.now())
  const refresh = startRefresh({
    load: () => loadModels(predictor),
    seconds: 15,
    isTouched: ({ name }) => name === 'models',
    draw: models => {
      comparison.offer(models.versions)
      accuracy.show(models)
      verification.show(models.verifications)
      changelog.show(models.changelog)
      const act = () => refresh.now()
      return [
        drawLiveVersion(predictor, models, act),
        drawVersions(predictor, models, act),
        html('div', { class: 'columns' }, comparison.element, drawHistory(models.history)),
        accuracy.element,
        verification.element,
        changelog.element
      ]
    }
  })
  return refresh
}
