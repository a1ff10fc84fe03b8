import {
  type CurveMethod,
  curveMethods,
  type LearningCurve
} from '../predictors/cascade-size/learning-curve.ts'
import { formatDuration, formatNumber, formatTable } from './format.ts'

/** The methods that give an 80 % interval. */
const withInterval: readonly CurveMethod[] = ['first', 'own', 'answer']

const head = ['own cascades', ...curveMethods, ...withInterval.map(method => `${method} holds`)]

const legend = `Mean |N - forecast| / N, and the share of final sizes that the 80 % interval holds, after learning from so many own
cascades. n: what was seen; 2n: twice that. first: the model that comes with the program; own: forests of the own
cascades alone; answer: what the service answers. Empty: too few cascades to learn from.`

/** Formats a learning curve as tables. */
export function formatLearningCurve({ data, seed, orders, heldOutCascades, windows }: LearningCurve): string {
  const tables = windows.map(({ window, cases, sizes }) => {
    const rows = sizes.map(({ ownCascades, methods }) => [
      formatNumber(ownCascades),
      ...methods.map(({ meanARE }) => formatFigure(meanARE)),
      ...methods
        .filter(({ method }) => withInterval.includes(method))
        .map(({ coverage80 }) => formatFigure(coverage80))
    ])
    return `After ${formatDuration(window)}, ${cases} cases\n${formatTable(head, rows)}`
  })
  const how = `${heldOutCascades} held-out cascades, means over ${orders} random orders of the others, seed ${seed}`
  return [`${data}, ${how}`, ...tables, legend].join('\n\n')
}

function formatFigure(value: number | null): string {
  if (value === null) return ''
  return value < 100 ? value.toFixed(3) : formatNumber(value, 3)
}
