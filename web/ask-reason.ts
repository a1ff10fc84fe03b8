import { describeError } from './describe-error.ts'
import { html } from './element.ts'

interface Question {
  readonly title: string
  readonly words: string
  /** The label of the text field. By default it asks for a reason. */
  readonly label?: string
  readonly isRequired?: boolean
  readonly verb: string
  /** Runs the action. If it rejects, the dialog stays open and shows the error. */
  readonly act: (reason: string) => Promise<unknown>
}

/** Asks for a confirmation and a text, by default the reason. Resolves once the action is done or canceled. */
export function askReason({
  title,
  words,
  label = 'Reason, kept in the history',
  isRequired = false,
  verb,
  act
}: Question): Promise<void> {
  const reason = html('input', {
    type: 'text',
    id: 'reason',
    maxlength: 500,
    autocomplete: 'off',
    required: isRequired
  })
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  const confirm = html('button', { type: 'submit', class: 'primary' }, verb)
  const form = html(
    'form',
    {},
    html('h2', { id: 'question' }, title),
    html('p', {}, words),
    html('label', { for: 'reason' }, label),
    reason,
    fault,
    html(
      'div',
      { class: 'row' },
      html('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      confirm
    )
  )
  const dialog = html('dialog', { 'aria-labelledby': 'question' }, form)
  form.addEventListener('submit', event => {
    event.preventDefault()
    confirm.disabled = true
    act(reason.value.trim()).then(
      () => dialog.close(),
      error => {
        fault.textContent = describeError(error)
        confirm.disabled = false
      }
    )
  })
  document.body.append(dialog)
  dialog.showModal()
  reason.focus()
  return new Promise(resolve =>
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve()
    })
  )
}
