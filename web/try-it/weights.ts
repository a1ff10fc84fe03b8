import { html } from '../element.ts'
import { formatShare } from '../format.ts'
import type { Forecast } from '../service.ts'

/** What a feature is about, by the beginning of its name; the first that fits. */
const themes: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^logHawkes(Left|Expected)/, 'What is still to come, by the fitted pattern'],
  [/^logHawkesSurprise/, 'Whether it lately went faster than that pattern'],
  [/^logSeismic/, 'How catching it is, for the people it reached'],
  [/^logRate/, 'How fast reshares come just now'],
  [/^log(Reach|Count)?.*(Followers|Reach)|Followers|OfReach/, 'Who shared it: their followers'],
  [/^logCount/, 'How many have come so far'],
  [/^countShare|Time/, 'When they came: early or late'],
  [/^logWindow/, 'How old the post is']
]

/** What the number rests on most, in words, as bars; the features themselves for who wants them. */
export function drawWeights({ weights }: Forecast): HTMLElement | null {
  if (weights.length === 0) return null
  const byTheme = new Map<string, number>()
  for (const { feature, importance } of weights) {
    const words = themes.find(([pattern]) => pattern.test(feature))?.[1] ?? feature
    byTheme.set(words, (byTheme.get(words) ?? 0) + importance)
  }
  const ranked = [...byTheme].toSorted(([, a], [, b]) => b - a)
  const most = ranked[0]![1]
  return html(
    'div',
    { class: 'weights' },
    html('h3', {}, 'What it rests on most'),
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
            max: most,
            value: importance,
            'aria-label': `weight ${formatShare(importance)}`
          })
        )
      )
    ),
    html(
      'details',
      {},
      html('summary', {}, 'The features behind it'),
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
