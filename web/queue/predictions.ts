import { describeAnswer } from '../../client/describe-answer.ts'
import { html, replace } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { answerFormats } from '../predictor/answer-formats.ts'
import { writePredictor } from '../predictor/choose-predictor.ts'
import { startRefresh } from '../refresh.ts'
import { type Prediction, type Predictor, service } from '../service.ts'
import { drawTable } from '../table.ts'

const kinds: Readonly<Record<Prediction['state'], string>> = {
  queued: 'plain',
  running: '',
  succeeded: 'serving',
  failed: 'failed',
  canceled: 'plain'
}

const MAX_PREDICTIONS = 15

interface PredictionsOptions {
  readonly query: URLSearchParams
  readonly readPredictors: () => Promise<readonly Predictor[]>
  readonly isTouched: (event: { readonly name: string }) => boolean
}

interface Newest {
  readonly predictors: readonly Predictor[]
  readonly predictions: readonly Prediction[]
}

/** Builds the newest predictions with their states and attempts: of all predictors, or of the selected one. */
export function buildPredictions({ query, readPredictors, isTouched }: PredictionsOptions) {
  const select = html('select', { id: 'predictor' })
  const choice = html('div', { class: 'row' }, html('label', { for: 'predictor' }, 'Predictor'), select)
  let chosen = query.get('predictor')
  let offered = ''

  function offer(predictors: readonly Predictor[]): void {
    const names = predictors.map(({ name }) => name)
    choice.hidden = predictors.length < 2
    if (names.join() === offered) return
    offered = names.join()
    replace(
      select,
      html('option', { value: '' }, 'All'),
      ...predictors.map(({ name, title }) => html('option', { value: name }, title))
    )
    select.value = chosen ?? ''
  }
  const list = startRefresh({
    async load(): Promise<Newest> {
      const [predictors, { items: predictions }] = await Promise.all([
        readPredictors(),
        service.predictions.list({ limit: MAX_PREDICTIONS, predictor: chosen ?? undefined })
      ])
      return { predictors, predictions }
    },
    draw(newest) {
      offer(newest.predictors)
      return [drawPredictions(newest)]
    },
    seconds: 10,
    isTouched
  })
  select.addEventListener('change', () => {
    chosen = select.value === '' ? null : select.value
    writePredictor(chosen)
    void list.now()
  })
  const element = html(
    'section',
    { class: 'card' },
    html('div', { class: 'spread' }, html('h2', {}, 'Newest predictions'), choice),
    list.element
  )
  return { element, close: list.close }
}

function drawPredictions({ predictors, predictions }: Newest): HTMLElement {
  if (predictions.length === 0) return html('p', { class: 'muted' }, 'No predictions.')
  const hasSeveral = predictors.length > 1
  const rows = predictions.map(prediction => {
    const { id, subject, state, attempts, model, createdAt, links } = prediction
    const predictor = predictors.find(({ name }) => name === prediction.predictor)
    return [
      html('a', { href: links.self }, html('code', {}, id)),
      ...(hasSeveral ? [predictor?.title ?? prediction.predictor] : []),
      subject ?? '–',
      html('span', { class: `badge ${kinds[state]}` }, state),
      formatCount(attempts),
      describeHeadline(predictor, prediction),
      model === null ? '–' : String(model.version),
      formatTime(createdAt)
    ]
  })
  const columns = [
    { name: 'Prediction' },
    ...(hasSeveral ? [{ name: 'Predictor' }] : []),
    { name: 'Subject' },
    { name: 'State' },
    { name: 'Attempts', isNumber: true },
    { name: 'Answer' },
    { name: 'Version', isNumber: true },
    { name: 'Created' }
  ]
  return drawTable('Newest predictions', columns, rows)
}

/** Describes the first part of the answer; for a ranking, its best label. */
function describeHeadline(predictor: Predictor | undefined, { result }: Prediction): string {
  const [described] = describeAnswer(predictor?.answer.slice(0, 1) ?? [], result, answerFormats)
  const best = described?.ranking?.[0]
  return best ? `${best.label} ${answerFormats.share(best.share)}` : (described?.text ?? '–')
}
