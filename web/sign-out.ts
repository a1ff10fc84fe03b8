import { html, replace } from './element.ts'
import { service } from './service.ts'
import { readSession } from './session.ts'

/** Builds the name of the session's key and the sign-out button. It is empty if no key is required. */
export function buildSignOut(): HTMLElement {
  const element = html('span', { class: 'row signed-in' })
  const end = async () => {
    await service.session.end()
    location.reload()
  }
  async function show(): Promise<void> {
    const { keyName } = await readSession()
    if (keyName === null) return
    const button = html('button', { type: 'button', class: 'small', onclick: () => void end() }, 'Sign out')
    replace(element, `Signed in as ${keyName}`, button)
  }
  // Without an answer nothing is shown: the header reports the lost connection.
  const look = () => void show().catch(() => {})
  addEventListener('signed-in', look)
  look()
  return element
}
