import { describeError } from '../../describe-error.ts'
import { html, replace } from '../../element.ts'
import { formatCount } from '../../format.ts'
import { type Refresh, startRefresh } from '../../refresh.ts'
import { type Replay, service } from '../../service.ts'

const speeds = [
  [60, '1 minute per second'],
  [600, '10 minutes per second'],
  [3600, '1 hour per second']
] as const

/** Builds the form that starts a replay of the bundled cascades, and the list of running replays. */
export function buildReplays(): { readonly element: HTMLElement; close(): void } {
  const folder = html('select', { id: 'folder' })
  const speed = html(
    'select',
    { id: 'speed' },
    ...speeds.map(([value, words]) => html('option', { value }, words))
  )
  const start = html('button', { type: 'submit', class: 'primary' }, 'Start a replay')
  const fault = html('p', { class: 'note wrong', role: 'alert' })
  speed.value = '600'
  const form = html(
    'form',
    { class: 'replay' },
    html('label', { for: 'folder' }, 'Cascades'),
    folder,
    html('label', { for: 'speed' }, 'Speed'),
    speed,
    fault,
    start
  )
  const running: Refresh = startRefresh({
    load: async () => (await service.replays.list({ limit: 5 })).items,
    draw: replays =>
      replays
        .filter(({ state }) => state !== 'stopped')
        .slice(0, 3)
        .map(drawReplay),
    seconds: 2,
    isTouched: () => false
  })
  async function run(act: () => Promise<unknown>): Promise<void> {
    start.disabled = true
    fault.textContent = ''
    await act().catch(error => {
      fault.textContent = describeError(error)
    })
    start.disabled = false
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    void run(async () => {
      await service.replays.start({
        kind: 'folder',
        folder: folder.value,
        order: 'time',
        speed: Number(speed.value),
        startGapSeconds: 120,
        cascades: null,
        isLooped: false,
        seed: Date.now()
      })
      await running.now()
    })
  })
  void run(async () => {
    const { items } = await service.replays.folders()
    replace(folder, ...items.map(({ name }) => html('option', { value: name }, name)))
  })

  function drawReplay({ id, label, state, events, totalEvents, cascades, reason }: Replay): HTMLElement {
    const stop = () => run(() => service.replays.stop(id).then(() => running.now()))
    return html(
      'div',
      { class: 'running' },
      html('p', {}, html('strong', {}, label), ` ${state}`),
      html('progress', { 'aria-label': `Progress of ${label}`, max: totalEvents ?? 1, value: events }),
      html(
        'p',
        { class: 'muted' },
        reason ?? `${formatCount(cascades)} cascades, ${formatCount(events)} events on the stream`
      ),
      state === 'running' || state === 'queued'
        ? html(
            'button',
            { type: 'button', class: 'small', id: `stop-${id}`, onclick: () => void stop() },
            'Stop'
          )
        : null
    )
  }

  const element = html('section', { class: 'card' }, html('h2', {}, 'Replay'), form, running.element)
  return { element, close: running.close }
}
