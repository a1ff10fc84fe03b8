import { askReason } from '../ask-reason.ts'
import { html } from '../element.ts'
import { type Model, type Predictor, service } from '../service.ts'

/** Draws the buttons that promote a version and write a note on it. */
export function drawActions(predictor: Predictor, model: Model, onChange: () => void): HTMLElement {
  const { version, isServing, isCollected } = model
  const button = (verb: string, label: string, onclick: () => void) =>
    html(
      'button',
      {
        type: 'button',
        class: 'small',
        id: `${verb.toLowerCase()}-${version}`,
        'aria-label': label,
        onclick
      },
      verb
    )
  return html(
    'span',
    { class: 'buttons' },
    !isServing &&
      !isCollected &&
      button('Promote', `Promote version ${version}`, () => void promote(predictor, version, onChange)),
    button('Note', `Write a note on version ${version}`, () => void writeNote(predictor, version, onChange))
  )
}

function promote({ name }: Predictor, version: number, onChange: () => void): Promise<void> {
  return askReason({
    title: `Promote version ${version}?`,
    words: 'It becomes live within a second, even if the gate declined it.',
    verb: 'Promote',
    act: async reason => {
      await service.predictor(name).models.promote(version, reason === '' ? {} : { reason })
      onChange()
    }
  })
}

function writeNote({ name }: Predictor, version: number, onChange: () => void): Promise<void> {
  return askReason({
    title: `Note on version ${version}`,
    words: 'The history shows it with the date and your name.',
    label: 'Note',
    isRequired: true,
    verb: 'Save',
    act: async text => {
      await service.predictor(name).models.note(version, { text })
      onChange()
    }
  })
}
