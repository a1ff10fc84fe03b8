import { html, toElement } from '../element.ts'
import { formatCount, formatFactor, formatShare } from '../format.ts'
import type { Forecast } from '../service.ts'
import { drawTable } from '../table.ts'
import { drawBar } from './chart/factor-bar.ts'

type Reasons = NonNullable<Forecast['reasons']>
type SimilarCascade = NonNullable<Forecast['similar']>[number]

/** The smallest effect that fills a bar: a factor of 1.5. Smaller effects look small. */
const MIN_SCALE = Math.log(1.5)

/** Draws the reasons of a forecast as factors on its size. Null for an answer without reasons, as older programs stored it. */
export function drawReasons({ reasons, median }: Forecast): HTMLElement | null {
  if (!reasons || median === null) return null
  const scale = Math.max(MIN_SCALE, ...reasons.groups.map(({ contribution }) => Math.abs(contribution)))
  return html(
    'div',
    { class: 'reasons' },
    html('h3', {}, 'Reasons of this forecast'),
    html(
      'p',
      {},
      `A typical cascade of the training set ends at ${formatCount(reasons.base)}. For this one the model multiplies it:`
    ),
    html('ul', {}, ...reasons.groups.map(group => drawGroup(group, scale))),
    html('p', {}, `The product is the median, ${formatCount(median)}.`)
  )
}

function drawGroup({ title, contribution, factor }: Reasons['groups'][number], scale: number): HTMLElement {
  return html(
    'li',
    {},
    html('span', {}, title),
    toElement(drawBar(contribution / scale)),
    html('span', { class: 'number' }, formatFactor(factor))
  )
}

/** Lists the most similar finished cascades. Null for an answer without them. */
export function drawSimilar({ similar = [] }: Forecast): HTMLElement | null {
  if (similar.length === 0) return null
  const columns = [
    { name: 'Cascade' },
    { name: 'Events then', isNumber: true },
    { name: 'Final size', isNumber: true },
    { name: 'Weight', isNumber: true }
  ]
  const rows = similar.map(each => [
    nameOf(each),
    formatCount(each.observedEvents),
    formatCount(each.finalSize),
    formatShare(each.weight)
  ])
  return html(
    'div',
    { class: 'reasons' },
    html('h3', {}, 'Most similar finished cascades'),
    drawTable('Most similar finished cascades', columns, rows)
  )
}

function nameOf({ id, isSimulated }: SimilarCascade): string {
  return `${id ?? 'Id not stored'}${isSimulated ? ' (simulated)' : ''}`
}
