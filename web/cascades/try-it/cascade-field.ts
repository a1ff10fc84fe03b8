import type { FileFault } from '../../../files/file-fault.ts'
import type { FileContent } from '../../../files/file-reader.ts'
import type { TableAnswers } from '../../../files/table/answers.ts'
import { describeError } from '../../describe-error.ts'
import { html, replace } from '../../element.ts'
import type { Cascade } from '../chart/picture.ts'
import { drawChoice, drawPreview, drawQuestion } from './preview.ts'
import { openFile, readContent } from './read-cascade.ts'

interface FieldContent {
  readonly cascade: Cascade
  /** The window that the JSON states. */
  readonly windowSeconds: number | null
}

/** Builds the field to paste or drop into, with a preview of its content and its questions. */
export function buildCascadeField(describe: (cascade: Cascade) => string) {
  const element = html('textarea', {
    id: 'cascade',
    rows: 9,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'cascade-note',
    placeholder: 'time,followers\n0,5400\n12,310\n31,1200\n47,88'
  })
  const note = html('p', { id: 'cascade-note', class: 'note', 'aria-live': 'polite' })
  const below = html('div', {})
  // The bytes of a file, until its text is edited.
  let bytes: Uint8Array | null = null
  let answers: TableAnswers = {}
  let chosen: number | null = null
  let newest: Promise<FieldContent | null> = Promise.resolve(null)

  function showMessage(words: string, isWrong: boolean): void {
    note.textContent = words
    note.classList.toggle('wrong', isWrong)
    if (isWrong) element.setAttribute('aria-invalid', 'true')
    else element.removeAttribute('aria-invalid')
  }
  function set(text: string): void {
    bytes = null
    answers = {}
    chosen = null
    element.value = text
  }
  async function load(file: File): Promise<void> {
    set('')
    try {
      const source = await openFile(file)
      bytes = source.bytes
      element.value = source.text ?? ''
      await read()
    } catch (error) {
      refuse(error)
    }
  }
  /**
   * Reads the content. Null: it cannot be read, and the page shows the fault below the field. If a newer read starts before
   * this one ends, both return the result of the newer one.
   */
  function read(): Promise<FieldContent | null> {
    const reading: Promise<FieldContent | null> = readContent(bytes ?? element.value, answers).then(
      content => (reading === newest ? show(content) : newest),
      (error: unknown) => {
        if (reading !== newest) return newest
        refuse(error)
        return null
      }
    )
    newest = reading
    return reading
  }
  function show(content: FileContent): FieldContent | null {
    const { cascades, windowSeconds } = content
    const named = cascades[cascades.length === 1 ? 0 : (chosen ?? -1)]
    const choice =
      cascades.length > 1 &&
      drawChoice(content, chosen, container => {
        chosen = container
        void read()
      })
    if (named === undefined) {
      showMessage(`The file holds ${cascades.length} cascades. Choose one.`, false)
      replace(below, choice)
      return null
    }
    showMessage(describe(named), false)
    replace(below, choice, drawPreview(content, named))
    return { cascade: named, windowSeconds }
  }
  function refuse(error: unknown): void {
    showMessage(describeError(error), true)
    const question = isFileFault(error) ? error.question : null
    replace(
      below,
      question !== null &&
        question.choices.length > 0 &&
        drawQuestion(question, answers, given => {
          answers = given
          void read()
        })
    )
  }
  element.addEventListener('input', () => {
    set(element.value)
    if (element.value.trim() !== '') void read()
  })
  return {
    element,
    note,
    below,
    showMessage,
    set,
    load,
    read,
    isEmpty: () => bytes === null && element.value.trim() === ''
  }
}

// Without the class, so that the page loads the file reader only with the first file.
function isFileFault(error: unknown): error is FileFault {
  return error instanceof Error && error.name === 'FileFault'
}
