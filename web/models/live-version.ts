import { askReason } from '../ask-reason.ts'
import { html } from '../element.ts'
import { formatCount, formatTime } from '../format.ts'
import { type Predictor, service } from '../service.ts'
import type { Models } from './load.ts'

/** Draws the live version, and the button that rolls back. */
export function drawLiveVersion(
  predictor: Predictor,
  { live, history, rollback }: Models,
  onChange: () => void
): HTMLElement {
  if (!live)
    return html(
      'section',
      { class: 'card' },
      html('h2', {}, 'No version is live'),
      html('p', {}, 'Predictions are made without a model.')
    )
  const since = history.find(
    ({ action, version }) => (action === 'promote' || action === 'rollback') && version === live.version
  )
  const { calibration, training } = live
  const { samples, groups } = training
  return html(
    'section',
    { class: 'card spread' },
    html(
      'div',
      {},
      html('h2', {}, `Version ${live.version} is live`),
      html(
        'p',
        {},
        `Trained on ${formatCount(samples)} ${live.isSimulated ? 'simulated ' : ''}samples in ${formatCount(groups)} groups.`
      ),
      calibration
        ? html(
            'p',
            { class: 'muted' },
            `Adapted to ${formatCount(calibration.cases)} recent cases (${formatTime(calibration.learnedAt)}).`
          )
        : null,
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
          onclick: () => void rollBack(predictor, rollback.version, onChange)
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

function rollBack({ name }: Predictor, version: number | null, onChange: () => void): Promise<void> {
  return askReason({
    title: 'Roll back?',
    words: `Version ${version}, the previous live version, becomes live again within a second. Nothing is deleted.`,
    verb: 'Roll back',
    act: async reason => {
      await service.predictor(name).models.rollback(reason === '' ? {} : { reason })
      onChange()
    }
  })
}
