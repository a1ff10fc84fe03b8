import { buildAnswer } from '../cascades/try-it/answer.ts'
import { buildAsk } from '../cascades/try-it/ask.ts'
import { html } from '../element.ts'
import type { Page } from '../page.ts'
import { choosePredictor } from '../predictor/choose-predictor.ts'
import { openForm } from './json-form.ts'

/** Shows the form for an example or a new input, and the answer of the predictor. */
export function openTryIt(query: URLSearchParams): Page {
  const { element, close } = choosePredictor(query, predictor =>
    predictor.name === 'cascade-size' ? openCascadeForm() : openForm(predictor)
  )
  return { title: 'Try it', element, close }
}

/** Opens the form for cascades: paste or drop one, or pick an example. */
function openCascadeForm() {
  const answer = buildAnswer()
  const ask = buildAsk(answer.show)
  const element = html(
    'div',
    { class: 'try-it' },
    html(
      'div',
      { class: 'heading' },
      html('h1', {}, 'How far will it spread?'),
      html(
        'p',
        { class: 'lead' },
        'Enter the first minutes of a post: the time of each reshare and, if you know them, the followers of its author. The answer is the expected final size, a range, and the reasons.'
      )
    ),
    ask.element,
    answer.element
  )
  return { element, close: answer.close }
}
