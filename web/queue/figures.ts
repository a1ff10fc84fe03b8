import { html } from '../element.ts'
import { formatCount, formatDuration } from '../format.ts'
import type { QueueFigures } from '../service.ts'

/** One row of figures a predictor. */
export function drawFigures(queues: readonly QueueFigures[]): HTMLElement[] {
  return queues.map(({ predictor, queued, running, oldestQueuedSeconds, endedLastMinute, ready, inHand }) => {
    const tile = (words: string, value: string, isWrong = false) =>
      html('div', { class: `tile${isWrong ? ' wrong' : ''}` }, html('dt', {}, words), html('dd', {}, value))
    const ended = endedLastMinute.succeeded + endedLastMinute.failed + endedLastMinute.canceled
    return html(
      'section',
      { 'aria-label': predictor },
      queues.length > 1 ? html('h2', {}, predictor) : null,
      html(
        'dl',
        { class: 'tiles' },
        tile('waiting', formatCount(queued)),
        tile(
          'has the oldest waited',
          oldestQueuedSeconds === null ? '–' : formatDuration(oldestQueuedSeconds)
        ),
        tile('being worked on', formatCount(running)),
        tile('done in the last minute', formatCount(ended)),
        tile('of them failed', formatCount(endedLastMinute.failed), endedLastMinute.failed > 0),
        tile('messages ready', formatCount(ready)),
        tile('messages in hand', formatCount(inHand))
      )
    )
  })
}
