import { html } from '../element.ts'
import type { Prediction } from '../service.ts'

const words: Readonly<Record<string, string>> = {
  sent: 'Sent',
  queued: 'Stored and queued',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled'
}

/** Draws the state of a prediction as a step from sent to finished. */
export function drawSteps(state: Prediction['state'] | 'sent'): HTMLElement {
  const hasGoneWrong = state === 'failed' || state === 'canceled'
  const names = ['sent', 'queued', 'running', hasGoneWrong ? state : 'succeeded']
  const at = names.indexOf(state)
  const kindOf = (i: number) =>
    i > at ? '' : i < at || state === 'succeeded' ? 'done' : hasGoneWrong ? 'wrong' : 'now'
  return html(
    'ol',
    { class: 'steps', 'aria-label': `State: ${words[state]}` },
    ...names.map((name, i) =>
      html('li', { class: kindOf(i), 'aria-current': i === at && 'step' }, words[name]!)
    )
  )
}
