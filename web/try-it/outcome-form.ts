import { describeError } from '../describe-error.ts'
import { html } from '../element.ts'
import { type Prediction, type Predictor, service } from '../service.ts'
import { buildJsonField } from './json-field.ts'

interface Reported {
  readonly predictor: Predictor
  readonly prediction: Prediction
  /** The initial value of the field. */
  readonly outcome: unknown
}

/** Builds the form that reports the outcome of a prediction's subject. */
export function buildOutcomeForm({ predictor, prediction, outcome }: Reported): HTMLElement {
  const subject = prediction.subject ?? prediction.id
  const field = buildJsonField({ id: 'outcome', label: 'Outcome (JSON)', rows: 4 })
  const note = html('p', { class: 'note', role: 'status' })
  const report = html('button', { type: 'submit' }, 'Report outcome')
  field.set(outcome)

  function setNote(words: string, isWrong: boolean): void {
    note.textContent = words
    note.classList.toggle('wrong', isWrong)
  }
  async function send(): Promise<void> {
    const read = field.read()
    if (read === null) return
    report.disabled = true
    setNote('', false)
    try {
      const { revision } = await reportOutcome(predictor, subject, read.value)
      setNote(`Outcome of ${subject} stored (revision ${revision}).`, false)
    } catch (error) {
      setNote(describeError(error), true)
    }
    report.disabled = false
  }
  const form = html(
    'form',
    { class: 'card outcome', 'aria-label': 'Outcome' },
    html('h2', {}, 'Outcome'),
    html(
      'p',
      { class: 'muted' },
      'What actually happened to ',
      html('code', {}, subject),
      '. It counts in the accuracy of the version and in later training.'
    ),
    field.element,
    note,
    html('div', { class: 'row' }, report)
  )
  form.addEventListener('submit', event => {
    event.preventDefault()
    void send()
  })
  return form
}

function reportOutcome({ name, outcomes: number }: Predictor, subject: string, outcome: unknown) {
  const { outcomes } = service.predictor(name)
  return number === 'one' ? outcomes.put(subject, { outcome }) : outcomes.report({ subject, outcome })
}
