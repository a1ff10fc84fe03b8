import { GroundswellError } from '../client/client.ts'
import { describeError } from './describe-error.ts'
import { html } from './element.ts'

/** Asks for an API key until one is valid. The dialog cannot be closed: the page shows nothing without a key. */
export function askKey(show: (key: string) => Promise<unknown>): Promise<void> {
  const key = html('input', { type: 'password', id: 'key', autocomplete: 'current-password', required: true })
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  const proceed = html('button', { type: 'submit', class: 'primary' }, 'Continue')
  const form = html(
    'form',
    {},
    html('h2', { id: 'key-title' }, 'Enter an API key'),
    html(
      'p',
      {},
      'This service requires an API key. The key is sent once. A session cookie takes its place until it expires or you sign out.'
    ),
    html('label', { for: 'key' }, 'Key'),
    key,
    fault,
    html('div', { class: 'row' }, proceed)
  )
  const dialog = html('dialog', { 'aria-labelledby': 'key-title' }, form)
  dialog.addEventListener('cancel', event => event.preventDefault())
  document.body.append(dialog)
  dialog.showModal()
  key.focus()
  return new Promise(resolve => {
    form.addEventListener('submit', event => {
      event.preventDefault()
      proceed.disabled = true
      fault.textContent = ''
      show(key.value.trim())
        .then(
          () => {
            dialog.remove()
            resolve()
          },
          error => {
            fault.textContent = describe(error)
            key.select()
          }
        )
        .finally(() => {
          proceed.disabled = false
        })
    })
  })
}

function describe(error: unknown): string {
  const code = error instanceof GroundswellError ? error.code : null
  if (code === 'unauthorized') return 'This key is not valid.'
  if (code === 'too-many-wrong-keys') return 'Too many wrong keys. Wait a minute, then try again.'
  return describeError(error)
}
