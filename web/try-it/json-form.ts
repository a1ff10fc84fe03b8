import { html } from '../element.ts'
import { type Predictor, service } from '../service.ts'
import { buildAnswerContainer } from './answer-container.ts'
import { drawAnswer } from './declared-answer.ts'
import { buildJsonField } from './json-field.ts'

type Example = Predictor['examples'][number]

/** Opens the form of any predictor: its examples, an input as JSON, and the declared fields of the answer. */
export function openForm(predictor: Predictor) {
  const { name, title, description, examples } = predictor
  const container = buildAnswerContainer('Pick an example or write an input of your own, then predict.')
  const input = buildJsonField({ id: 'input', label: 'Input (JSON)', rows: 10 })
  const subject = html('input', {
    type: 'text',
    id: 'subject',
    autocomplete: 'off',
    maxlength: 200,
    'aria-describedby': 'subject-note'
  })
  let [example] = examples
  const chips = examples.map(each =>
    html(
      'button',
      { type: 'button', class: 'chip', 'aria-pressed': 'false', onclick: () => pick(each) },
      html('strong', {}, each.title)
    )
  )

  function pick(picked: Example): void {
    example = picked
    input.set(picked.input)
    for (const [i, chip] of chips.entries()) chip.setAttribute('aria-pressed', String(examples[i] === picked))
  }
  async function ask(): Promise<void> {
    const read = input.read()
    if (read === null) return
    const asked = { input: read.value, subject: subject.value.trim() || makeSubject() }
    const outcome = example?.outcome ?? null
    await container.show(
      () => service.predictor(name).submit(asked),
      (prediction, steps) => drawAnswer(container.element, { predictor, prediction, steps, outcome })
    )
  }

  const form = html(
    'form',
    { class: 'card ask', 'aria-label': title },
    html('h2', {}, 'Examples'),
    html('div', { class: 'chips', role: 'group', 'aria-label': 'Examples' }, ...chips),
    input.element,
    html(
      'div',
      { class: 'field' },
      html('label', { for: 'subject' }, 'Subject (optional)'),
      subject,
      html(
        'p',
        { class: 'note', id: 'subject-note' },
        'What the prediction is about. Its outcome is reported by this name.'
      )
    ),
    html('div', { class: 'row actions' }, html('button', { type: 'submit', class: 'primary' }, 'Predict'))
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    void ask()
  })
  if (example !== undefined) pick(example)
  const element = html(
    'div',
    { class: 'try-it' },
    html('div', { class: 'heading' }, html('h1', {}, title), html('p', { class: 'lead' }, description)),
    form,
    container.element
  )
  return { element, close: container.close }
}

/** Makes a unique subject, so that the outcome of one trial does not count for another. */
function makeSubject(): string {
  return `try-${crypto.getRandomValues(new Uint32Array(2)).reduce((text, each) => text + each.toString(36), '')}`
}
