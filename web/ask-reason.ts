import { describeError } from './describe-error.ts'
import { html } from './element.ts'

interface Wish {
  readonly title: string
  readonly words: string
  readonly verb: string
  /** Does it; what it rejects with is shown and the dialog stays. */
  readonly act: (reason: string) => Promise<unknown>
}

/** Asks whether it is meant, and why. Resolves once it is done or left. */
export function askReason({ title, words, verb, act }: Wish): Promise<void> {
  const reason = html('input', { type: 'text', id: 'reason', maxlength: 500, autocomplete: 'off' })
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  const confirm = html('button', { type: 'submit', class: 'primary' }, verb)
  const form = html(
    'form',
    {},
    html('h2', { id: 'wish' }, title),
    html('p', {}, words),
    html('label', { for: 'reason' }, 'Reason, kept in the history'),
    reason,
    fault,
    html(
      'div',
      { class: 'row' },
      html('button', { type: 'button', onclick: () => dialog.close() }, 'Leave it'),
      confirm
    )
  )
  const dialog = html('dialog', { 'aria-labelledby': 'wish' }, form)
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
