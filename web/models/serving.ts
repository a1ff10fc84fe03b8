import { askReason } from '../ask-reason.ts'
import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { service } from '../service.ts'
import type { Models } from './load.ts'

/** The version that serves, and the button back. */
export function drawServing({ serving, history, rollback }: Models, onChange: () => void): HTMLElement {
  if (!serving)
    return html(
      'section',
      { class: 'card' },
      html('h2', {}, 'No version serves'),
      html('p', {}, 'Forecasts are made by the formula alone.')
    )
  const since = history.find(
    ({ action, version }) => (action === 'promote' || action === 'rollback') && version === serving.version
  )
  const { training } = serving
  return html(
    'section',
    { class: 'card spread' },
    html(
      'div',
      {},
      html('h2', {}, `Version ${serving.version} serves`),
      html(
        'p',
        {},
        `Learned from ${formatCount(training.groups)} ${serving.isSimulated ? 'simulated ' : ''}cascades (${formatCount(training.samples)} samples).`
      ),
      since
        ? html(
            'p',
            { class: 'muted' },
            `Since ${formatTime(since.at)}, by ${since.actor}: ${since.reason === '' ? 'no reason given' : since.reason}`
          )
        : null
    ),
    html(
      'div',
      {},
      html(
        'button',
        {
          type: 'button',
          class: 'danger',
          id: 'roll-back',
          disabled: rollback.version === null,
          'aria-describedby': 'roll-back-reason',
          onclick: () => void rollBack(rollback.version, onChange)
        },
        'Roll back'
      ),
      html(
        'p',
        { class: 'muted', id: 'roll-back-reason' },
        rollback.version === null
          ? `No rollback: ${rollback.reason}.`
          : `Goes back to version ${rollback.version}.`
      )
    )
  )
}

function rollBack(version: number | null, onChange: () => void): Promise<void> {
  return askReason({
    title: 'Roll back?',
    words: `Version ${version}, which was live before, answers again within a second. Nothing is deleted.`,
    verb: 'Roll back',
    act: async reason => {
      await service.models.rollback(reason === '' ? {} : { reason })
      onChange()
    }
  })
}
