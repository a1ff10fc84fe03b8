import { describeJsonFault } from '../../files/json/json-fault.ts'
import { html } from '../element.ts'

interface JsonFieldOptions {
  readonly id: string
  readonly label: string
  readonly rows: number
}

/** Builds a text field for JSON. The fault of invalid JSON appears below it, with line and column. */
export function buildJsonField({ id, label, rows }: JsonFieldOptions) {
  const note = html('p', { id: `${id}-note`, class: 'note wrong', role: 'alert' })
  const field = html('textarea', {
    id,
    rows,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': note.id
  })
  const element = html('div', { class: 'field' }, html('label', { for: id }, label), field, note)

  function setFault(words: string | null): void {
    note.textContent = words
    if (words === null) field.removeAttribute('aria-invalid')
    else field.setAttribute('aria-invalid', 'true')
  }
  field.addEventListener('input', () => setFault(null))
  return {
    element,
    set(value: unknown): void {
      field.value = JSON.stringify(value, null, 2)
      setFault(null)
    },
    /** Parses the text. Null: it is not JSON; the fault is shown and the field gets the focus. */
    read(): { readonly value: unknown } | null {
      try {
        const value: unknown = JSON.parse(field.value)
        setFault(null)
        return { value }
      } catch {
        setFault(`Not JSON: ${describeJsonFault(field.value)}.`)
        field.focus()
        return null
      }
    }
  }
}
