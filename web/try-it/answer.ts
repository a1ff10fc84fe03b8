import { drawForecast } from '../chart/forecast-chart.ts'
import { describeError } from '../describe-error.ts'
import { html, replace } from '../element.ts'
import { followFeed } from '../feed.ts'
import { formatCount, formatDuration } from '../format.ts'
import { type Forecast, type Model, type Prediction, service } from '../service.ts'
import type { Question } from './ask.ts'
import { drawSteps } from './steps.ts'
import { compareWithTruth, explain, judge } from './verdict.ts'
import { drawWeights } from './weights.ts'

const ended = ['succeeded', 'failed', 'canceled']
// Only where the feed is silent: each change is told by the feed at once.
const lookMilliseconds = 2_000

/** Sends a question, follows its states and shows what came out. */
export function buildAnswer() {
  const place = html('div', { class: 'answer', 'aria-live': 'polite' }, emptyState())
  let stopFollowing = () => {}
  let stopDrawing = () => {}

  async function show(question: Question): Promise<void> {
    close()
    const steps = html('div', { class: 'card' }, drawSteps('sent'))
    replace(place, steps)
    place.setAttribute('aria-busy', 'true')
    try {
      const prediction = await run(question, state => replace(steps, drawSteps(state)))
      if (prediction === null) return
      replace(steps, drawSteps(prediction.state))
      if (prediction.state !== 'succeeded') throw new Error(prediction.error?.reason ?? 'It was canceled.')
      await draw(question, prediction, steps)
    } catch (error) {
      place.append(html('p', { class: 'notice wrong', role: 'alert' }, describeError(error)))
    } finally {
      place.removeAttribute('aria-busy')
    }
    if (place.getBoundingClientRect().top > innerHeight * 0.7) place.scrollIntoView({ behavior: 'smooth' })
  }

  /** Resolves with the prediction once it has ended, with null where another was asked meanwhile. */
  async function run(
    { cascade, windowSeconds }: Question,
    onState: (state: Prediction['state']) => void
  ): Promise<Prediction | null> {
    const events = cascade.times
      .map((time, i) => ({ time, magnitude: cascade.magnitudes[i]! }))
      .filter(({ time }) => windowSeconds === null || time <= windowSeconds)
    let isCurrent = true
    let wake = () => {}
    let id = ''
    const stop = followFeed({ onEvent: ({ name, data }) => (name === 'gap' || data.id === id) && wake() })
    stopFollowing = () => {
      isCurrent = false
      stop()
      wake()
    }
    const accepted = await service.submit({
      events,
      ...(windowSeconds !== null && { window: windowSeconds })
    })
    id = accepted.id
    for (;;) {
      const prediction = await service.predictions.get(id)
      if (!isCurrent) return null
      onState(prediction.state)
      if (ended.includes(prediction.state)) {
        stop()
        return prediction
      }
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, lookMilliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  async function draw(question: Question, prediction: Prediction, steps: HTMLElement): Promise<void> {
    const forecast = prediction.result as Forecast
    const model = prediction.model
      ? await service.models.get(prediction.model.version).catch(() => null)
      : null
    const chart = html('div', { class: 'chart-place' })
    const picture = { cascade: question.cascade, forecast, truth: question.truth }
    replace(
      place,
      html(
        'div',
        { class: 'card result' },
        ...steps.childNodes,
        drawHeadline(forecast),
        question.truth !== null &&
          html('p', { class: 'beside-truth' }, compareWithTruth(forecast, question.truth)),
        chart
      ),
      drawReasons(prediction, forecast, model)
    )
    let width = 0
    const observer = new ResizeObserver(() => {
      if (chart.clientWidth === width || chart.clientWidth === 0) return
      width = chart.clientWidth
      replace(chart, drawForecast(picture, width))
    })
    observer.observe(chart)
    stopDrawing = () => observer.disconnect()
  }

  function close(): void {
    stopFollowing()
    stopDrawing()
  }
  return { element: place, show, close }
}

function drawHeadline(forecast: Forecast): HTMLElement {
  const { point, interval, observedEvents, windowSeconds } = forecast
  const figure = (kind: string, value: string, words: string) =>
    html('div', { class: `figure ${kind}` }, html('dt', {}, words), html('dd', {}, value))
  return html(
    'dl',
    { class: 'figures' },
    figure('seen', formatCount(observedEvents), `seen in ${formatDuration(windowSeconds)}`),
    figure('forecast', point === null ? '–' : formatCount(Math.round(point)), 'expected in the end'),
    interval &&
      figure(
        'interval',
        `${formatCount(interval.low)} to ${formatCount(interval.high)}`,
        `in ${Math.round(interval.coverage * 100)} of 100 cases`
      )
  )
}

function drawReasons(prediction: Prediction, forecast: Forecast, model: Model | null): HTMLElement {
  const cautions = judge(forecast, model)
  return html(
    'div',
    { class: 'columns' },
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'How it came about'),
      ...explain(prediction, forecast).map(words => html('p', {}, words)),
      drawWeights(forecast)
    ),
    html(
      'section',
      { class: 'card' },
      html('h2', {}, 'How far to trust it'),
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

function emptyState(): HTMLElement {
  return html(
    'div',
    { class: 'empty' },
    html('p', {}, 'Pick an example: the rest of it is kept back, so that you see how the forecast did.')
  )
}
