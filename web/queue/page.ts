import { html } from '../element.ts'
import type { Page } from '../page.ts'
import { startRefresh } from '../refresh.ts'
import { type Predictor, service } from '../service.ts'
import { drawDeadLetters } from './dead-letters.ts'
import { drawFigures } from './figures.ts'
import { drawHealth, loadHealth } from './health.ts'
import { buildPredictions } from './predictions.ts'
import { drawProcesses } from './processes.ts'
import { drawSources } from './sources.ts'

/** Shows the queue, dead letters, sources, processes and newest predictions. */
export function openQueue(query: URLSearchParams): Page {
  const isTouched = ({ name }: { readonly name: string }) => name.startsWith('prediction.')
  const readPredictors = buildPredictorReader()
  const figures = startRefresh({
    load: async () => ({ queues: (await service.queues.list()).items, predictors: await readPredictors() }),
    draw: drawFigures,
    seconds: 2,
    isTouched
  })
  const letters = startRefresh({
    load: async () => (await service.deadLetters.list({ limit: 100 })).items,
    draw: items => drawDeadLetters(items, () => letters.now()),
    seconds: 10,
    isTouched: ({ name }) => name === 'prediction.failed' || name === 'prediction.queued'
  })
  const predictions = buildPredictions({ query, readPredictors, isTouched })
  const processes = startRefresh({
    load: async () => (await service.processes.list()).items,
    draw: drawProcesses,
    seconds: 5,
    isTouched: ({ name }) => name === 'models'
  })
  const sources = startRefresh({
    load: async () => (await service.stream.sources()).items,
    draw: items => drawSources(items, () => sources.now()),
    seconds: 10,
    isTouched: () => false
  })
  const health = startRefresh({ load: loadHealth, draw: drawHealth, seconds: 5, isTouched: () => false })
  const parts = [health, figures, letters, sources, processes, predictions]
  const element = html(
    'div',
    { class: 'stack' },
    html(
      'div',
      { class: 'heading' },
      html('h1', {}, 'Queue'),
      html('p', { class: 'lead' }, 'What is waiting, what failed and why, and which processes run.')
    ),
    ...parts.map(part => part.element)
  )
  return { title: 'Queue', element, close: () => parts.forEach(part => void part.close()) }
}

/** Reads the list of predictors once: only a restart of the service changes it. */
function buildPredictorReader(): () => Promise<readonly Predictor[]> {
  let known: Promise<readonly Predictor[]> | null = null
  return () => {
    known ??= service.predictions.predictors().then(
      ({ items }) => items,
      error => {
        known = null
        throw error
      }
    )
    return known
  }
}
