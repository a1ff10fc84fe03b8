import { listEvents } from '../../../files/list-events.ts'
import { html, replace, toElement } from '../../element.ts'
import { formatCount, formatDuration } from '../../format.ts'
import { type Forecast, type Model, type Prediction, service } from '../../service.ts'
import { buildAnswerContainer } from '../../try-it/answer-container.ts'
import { drawForecast } from '../chart/forecast-chart.ts'
import { isOver, listRanges } from '../chart/outlook.ts'
import { drawReasons, drawSimilar } from '../reasons.ts'
import type { Question } from './ask.ts'
import { compareWithActual, describeCoverage, explain, judge } from './verdict.ts'

/** Submits a question, follows its states and shows the answer. */
export function buildAnswer() {
  const container = buildAnswerContainer(
    'Pick an example. The rest of it is not sent, so that you can compare the forecast with the actual size.'
  )
  let stopDrawing = () => {}

  function show(question: Question): Promise<void> {
    stopDrawing()
    return container.show(
      () => submit(question),
      (prediction, steps) => draw(question, prediction, steps)
    )
  }

  async function draw(question: Question, prediction: Prediction, steps: HTMLElement): Promise<void> {
    const forecast = prediction.result as Forecast
    const model = prediction.model
      ? await service.models.get(prediction.model.version).catch(() => null)
      : null
    const chart = html('div', { class: 'chart-place' })
    const picture = { cascade: question.cascade, forecast, truth: question.truth }
    replace(
      container.element,
      html(
        'div',
        { class: 'card result' },
        ...steps.childNodes,
        drawHeadline(forecast),
        question.truth !== null &&
          html('p', { class: 'beside-actual' }, compareWithActual(forecast, question.truth)),
        chart
      ),
      drawExplanation(prediction, forecast, model)
    )
    let width = 0
    const observer = new ResizeObserver(() => {
      if (chart.clientWidth === width || chart.clientWidth === 0) return
      width = chart.clientWidth
      replace(chart, toElement(drawForecast(picture, width)))
    })
    observer.observe(chart)
    stopDrawing = () => observer.disconnect()
  }

  function close(): void {
    container.close()
    stopDrawing()
  }
  return { element: container.element, show, close }
}

function submit({ cascade, windowSeconds }: Question) {
  const events = listEvents(cascade).filter(({ time }) => windowSeconds === null || time <= windowSeconds)
  return service.submit({ events, ...(windowSeconds !== null && { windowSeconds }) })
}

function drawHeadline(forecast: Forecast): HTMLElement {
  const { median, interval, observedEvents, windowSeconds } = forecast
  const state = median === null ? '' : isOver(forecast) ? ', over' : ', growing'
  const others = listRanges(forecast).filter(({ coverage }) => coverage !== interval?.coverage)
  const figure = (kind: string, value: string, words: string) =>
    html('div', { class: `figure ${kind}` }, html('dt', {}, words), html('dd', {}, value))
  return html(
    'dl',
    { class: 'figures' },
    figure(
      'forecast',
      median === null ? '–' : formatCount(Math.round(median)),
      'expected final size (median)'
    ),
    interval &&
      figure(
        'interval',
        `${formatCount(interval.low)} to ${formatCount(interval.high)}`,
        describeCoverage(interval)
      ),
    figure('seen', formatCount(observedEvents), `seen in ${formatDuration(windowSeconds)}${state}`),
    ...others
      .toReversed()
      .map(range =>
        figure('range', `${formatCount(range.low)} to ${formatCount(range.high)}`, describeCoverage(range))
      )
  )
}

function drawExplanation(prediction: Prediction, forecast: Forecast, model: Model | null): HTMLElement {
  const cautions = judge(forecast, model)
  return html(
    'div',
    { class: 'columns' },
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'How the forecast was made'),
      ...explain(prediction, forecast).map(words => html('p', {}, words)),
      drawReasons(forecast),
      drawSimilar(forecast)
    ),
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'How reliable it is'),
      html(
        'ul',
        { class: 'cautions' },
        ...cautions.map(({ kind, words }) => html('li', { class: kind }, words))
      ),
      html(
        'p',
        { class: 'muted' },
        'Prediction ',
        html('a', { href: prediction.links.self }, html('code', {}, prediction.id))
      )
    )
  )
}
