import { html } from '../../element.ts'
import { formatShare } from '../../format.ts'
import type { Forecast } from '../../service.ts'

/** Descriptions of features by their names. The first match counts. */
const themes: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^logHawkes(Left|Expected)/, 'What the fitted process still expects'],
  [/^logHawkesSurprise/, 'Whether it is faster than that process'],
  [/^logSeismic/, 'How contagious it is, given its reach'],
  [/^logRate/, 'Current rate of reshares'],
  [/^log(Reach|Count)?.*(Followers|Reach)|Followers|OfReach/, 'Followers of those who shared it'],
  [/^logCount/, 'Number of events so far'],
  [/^countShare|Time/, 'Times of the events'],
  [/^logWindow/, 'Age of the post']
]

/** Draws the most important features as bars, in words, and below them all features by name. */
export function drawWeights({ weights }: Forecast): HTMLElement | null {
  if (weights.length === 0) return null
  const byTheme = new Map<string, number>()
  for (const { feature, importance } of weights) {
    const words = themes.find(([pattern]) => pattern.test(feature))?.[1] ?? feature
    byTheme.set(words, (byTheme.get(words) ?? 0) + importance)
  }
  const ranked = [...byTheme].toSorted(([, a], [, b]) => b - a)
  const maxImportance = ranked[0]![1]
  return html(
    'div',
    { class: 'weights' },
    html('h3', {}, 'Most important features'),
    html(
      'ul',
      {},
      ...ranked.map(([words, importance]) =>
        html(
          'li',
          {},
          html('span', {}, words),
          html('meter', {
            min: 0,
            max: maxImportance,
            value: importance,
            'aria-label': `weight ${formatShare(importance)}`
          })
        )
      )
    ),
    html(
      'details',
      {},
      html('summary', {}, 'All features'),
      html(
        'dl',
        { class: 'features' },
        ...weights.map(({ feature, importance, value }) =>
          html(
            'div',
            {},
            html('dt', {}, html('code', {}, feature)),
            html(
              'dd',
              {},
              `${formatShare(importance)}${value === null ? '' : `, here ${value.toPrecision(3)}`}`
            )
          )
        )
      )
    )
  )
}
