import type { FileQuestion } from '../../../files/file-fault.ts'
import type { FileContent } from '../../../files/file-reader.ts'
import type { AnswerName, TableAnswers } from '../../../files/table/answers.ts'
import { html } from '../../element.ts'
import { formatCount } from '../../format.ts'
import { drawTable } from '../../table.ts'
import type { Cascade } from '../chart/picture.ts'

const SHOWN_EVENTS = 5

const answerNames: Readonly<Record<AnswerName, string>> = {
  timeColumn: 'Column of the times',
  followersColumn: 'Column of the followers',
  cascadeColumn: 'Column of the cascades',
  ignoreColumns: 'Column to ignore',
  timeUnit: 'Unit of the times',
  timeOrigin: 'Times count from',
  decimal: 'Decimal mark',
  delimiter: 'Cells are separated by'
}

/** Draws how the file was read, and its first events, before anything is sent. */
export function drawPreview({ notes }: FileContent, { times, magnitudes }: Cascade): HTMLElement {
  const rows = Array.from(times.subarray(0, SHOWN_EVENTS), (time, i) => [
    String(i + 1),
    formatCount(time),
    Number.isNaN(magnitudes[i] ?? Number.NaN) ? 'unknown' : formatCount(magnitudes[i] ?? 0)
  ])
  return html(
    'div',
    { class: 'preview' },
    html('ul', { class: 'notes' }, ...notes.map(note => html('li', {}, note))),
    drawTable(
      'First events',
      [
        { name: 'Event', isNumber: true },
        { name: 'Seconds since the post', isNumber: true },
        { name: 'Followers', isNumber: true }
      ],
      rows
    )
  )
}

/** Draws a question about an ambiguous file. `onAnswer` gets all answers so far. */
export function drawQuestion(
  { answer, choices }: FileQuestion,
  answers: TableAnswers,
  onAnswer: (answers: TableAnswers) => void
): HTMLElement {
  const select = html(
    'select',
    { id: 'answer' },
    html('option', { value: '' }, 'Choose'),
    ...choices.map(choice => html('option', { value: choice }, choice))
  )
  select.addEventListener('change', () => {
    if (select.value === '') return
    const value = answer === 'ignoreColumns' ? [...(answers.ignoreColumns ?? []), select.value] : select.value
    onAnswer({ ...answers, [answer]: value })
  })
  return html('div', { class: 'row' }, html('label', { for: 'answer' }, answerNames[answer]), select)
}

/** Draws the choice between several cascades. */
export function drawChoice(
  { cascades }: FileContent,
  chosen: number | null,
  onChoose: (container: number) => void
): HTMLElement {
  const select = html(
    'select',
    { id: 'which' },
    html('option', { value: '' }, 'Choose'),
    ...cascades.map(({ name, times }, container) =>
      html(
        'option',
        { value: container, selected: container === chosen },
        `${name ?? container} (${formatCount(times.length)} events)`
      )
    )
  )
  select.addEventListener('change', () => select.value !== '' && onChoose(Number(select.value)))
  return html('div', { class: 'row' }, html('label', { for: 'which' }, 'Cascade'), select)
}
