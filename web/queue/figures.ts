import { html } from '../element.ts'
import { formatCount, formatDuration } from '../format.ts'
import type { Predictor, QueueFigures } from '../service.ts'
import { drawTable } from '../table.ts'

interface Figures {
  readonly queues: readonly QueueFigures[]
  readonly predictors: readonly Predictor[]
}

/** Draws the figures of the queue as tiles, or as a table with one row per predictor if there are several. */
export function drawFigures({ queues, predictors }: Figures): HTMLElement[] {
  if (queues.length < 2) return queues.map(drawTiles)
  const columns = [{ name: 'Predictor' }, ...figures.map(({ name }) => ({ name, isNumber: true }))]
  const rows = queues.map(queue => [
    predictors.find(({ name }) => name === queue.predictor)?.title ?? queue.predictor,
    ...figures.map(({ read, isFault }) => {
      const value = read(queue)
      return isFault?.(queue) ? html('strong', { class: 'wrong' }, value) : value
    })
  ])
  return [html('section', { class: 'card' }, html('h2', {}, 'Queues'), drawTable('Queues', columns, rows))]
}

function drawTiles(queue: QueueFigures): HTMLElement {
  return html(
    'section',
    { 'aria-label': 'Queue' },
    html(
      'dl',
      { class: 'tiles' },
      ...figures.map(({ name, read, isFault }) =>
        html(
          'div',
          { class: `tile${isFault?.(queue) ? ' wrong' : ''}` },
          html('dt', {}, name),
          html('dd', {}, read(queue))
        )
      )
    )
  )
}

interface Figure {
  readonly name: string
  read(queue: QueueFigures): string
  isFault?(queue: QueueFigures): boolean
}

const figures: readonly Figure[] = [
  { name: 'Waiting', read: ({ queued }) => formatCount(queued) },
  {
    name: 'Oldest waiting',
    read: ({ oldestQueuedSeconds }) =>
      oldestQueuedSeconds === null ? '–' : formatDuration(oldestQueuedSeconds)
  },
  { name: 'Running', read: ({ running }) => formatCount(running) },
  {
    name: 'Completed in the last minute',
    read: ({ endedLastMinute: { succeeded, failed, canceled } }) => formatCount(succeeded + failed + canceled)
  },
  {
    name: 'Failed in the last minute',
    read: ({ endedLastMinute }) => formatCount(endedLastMinute.failed),
    isFault: ({ endedLastMinute }) => endedLastMinute.failed > 0
  },
  { name: 'Messages ready', read: ({ ready }) => formatCount(ready) },
  { name: 'Messages claimed', read: ({ inHand }) => formatCount(inHand) }
]
