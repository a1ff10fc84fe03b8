import { type DescribedField, describeAnswer } from '../../client/describe-answer.ts'
import { html, replace } from '../element.ts'
import { formatShare } from '../format.ts'
import { answerFormats } from '../predictor/answer-formats.ts'
import type { Prediction, Predictor } from '../service.ts'
import { buildOutcomeForm } from './outcome-form.ts'

interface Answered {
  readonly predictor: Predictor
  readonly prediction: Prediction
  /** The states of the prediction. */
  readonly steps: HTMLElement
  /** The outcome of the selected example. */
  readonly outcome: unknown
}

/** Draws the declared fields of an answer, the first one large, and the form that reports its outcome. */
export function drawAnswer(container: HTMLElement, { steps, ...answered }: Answered): void {
  const { predictor, prediction } = answered
  const [headline, ...others] = predictor.answer
  const describe = (fields: Predictor['answer']) => describeAnswer(fields, prediction.result, answerFormats)
  const [first] = headline === undefined ? [] : describe([headline])
  const described = describe(others)
  replace(
    container,
    html(
      'section',
      { class: 'card result' },
      ...steps.childNodes,
      drawHeadline(headline?.label ?? predictor.title, first),
      described.length > 0 && html('dl', { class: 'fields' }, ...described.map(drawField)),
      html(
        'p',
        { class: 'muted' },
        prediction.model === null
          ? 'Answered without a model. '
          : `Answered by version ${prediction.model.version}. `,
        html('a', { href: prediction.links.self }, html('code', {}, prediction.id))
      ),
      html(
        'details',
        {},
        html('summary', {}, 'Answer as JSON'),
        html('pre', { tabindex: 0 }, html('code', {}, JSON.stringify(prediction.result, null, 2)))
      )
    ),
    buildOutcomeForm(answered)
  )
}

function drawHeadline(label: string, described: DescribedField | undefined): HTMLElement {
  if (described?.ranking) return html('dl', { class: 'fields' }, drawField(described))
  return html(
    'dl',
    { class: 'figures' },
    html('div', { class: 'figure forecast' }, html('dt', {}, label), html('dd', {}, described?.text ?? '–'))
  )
}

function drawField({ label, text, ranking }: DescribedField): HTMLElement {
  const content = ranking === null ? text : drawRanking(ranking)
  return html('div', {}, html('dt', {}, label), html('dd', {}, content))
}

function drawRanking(ranking: NonNullable<DescribedField['ranking']>): HTMLElement {
  return html(
    'ol',
    { class: 'ranking' },
    ...ranking.map(({ label, share }) =>
      html(
        'li',
        {},
        html('span', {}, label),
        html('meter', { min: 0, max: 1, value: share, 'aria-label': label }),
        html('span', { class: 'number' }, formatShare(share))
      )
    )
  )
}
