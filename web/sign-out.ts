import { html, replace } from './element.ts'
import { service } from './service.ts'
import { readSession } from './session.ts'

/** Whose session this is, and the button that ends it; nothing where no key is needed. */
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
  // Without an answer there is nothing to show yet: the header says that the connection is lost.
  const look = () => void show().catch(() => {})
  addEventListener('signed-in', look)
  look()
  return element
}
