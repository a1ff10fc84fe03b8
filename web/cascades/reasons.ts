import { html, replace, toElement } from '../element.ts'
import { formatCount, formatFactor, formatShare } from '../format.ts'
import { type Forecast, service } from '../service.ts'
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
    drawName(each),
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

/** Whether the service has a cascade, by id. A page that is drawn again asks once. */
const isStored = new Map<string, boolean>()

/** The id, which becomes a link once it is known that the cascade is stored. */
function drawName({ id, isSimulated }: SimilarCascade): HTMLElement {
  const name = html('span', {}, id ?? 'Id not stored')
  if (id !== null) {
    if (!isStored.has(id)) void findStored(id).then(() => drawLink(name, id))
    drawLink(name, id)
  }
  return html('span', {}, name, isSimulated === true && ' (simulated)')
}

function drawLink(name: HTMLElement, id: string): void {
  if (!isStored.get(id)) return
  const href = `#/cascades/${encodeURIComponent(id)}`
  replace(name, html('a', { href, id: `similar-${id}` }, id))
}

/** Without an answer it is looked for again when the page is drawn again. */
async function findStored(id: string): Promise<void> {
  const found = await service.cascades.list({ order: 'updated', cascadeId: id, limit: 1 }).catch(() => null)
  if (found !== null) isStored.set(id, found.items.length > 0)
}
