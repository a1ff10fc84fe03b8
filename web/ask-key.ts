import { html } from './element.ts'

let asking: Promise<string> | null = null

/** Asks for an API key, once however many want it. There is nothing to see without one: the dialog stays. */
export function askKey(wasRefused: boolean): Promise<string> {
  asking ??= open(wasRefused).finally(() => {
    asking = null
  })
  return asking
}

function open(wasRefused: boolean): Promise<string> {
  const key = html('input', { type: 'password', id: 'key', autocomplete: 'current-password', required: true })
  const form = html(
    'form',
    {},
    html('h2', { id: 'key-title' }, 'An API key, please'),
    html(
      'p',
      {},
      'This service answers to those it knows. The key stays in this page until it is closed or reloaded.'
    ),
    html('label', { for: 'key' }, 'Key'),
    key,
    html('p', { class: 'note wrong', role: 'alert' }, wasRefused ? 'That key is not known.' : ''),
    html('div', { class: 'row' }, html('button', { type: 'submit', class: 'primary' }, 'Continue'))
  )
  const dialog = html('dialog', { 'aria-labelledby': 'key-title' }, form)
  dialog.addEventListener('cancel', event => event.preventDefault())
  document.body.append(dialog)
  dialog.showModal()
  key.focus()
  return new Promise(resolve => {
    form.addEventListener('submit', event => {
      event.preventDefault()
      dialog.remove()
      resolve(key.value.trim())
    })
  })
}
