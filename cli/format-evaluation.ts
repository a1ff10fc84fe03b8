import type { Evaluation } from '../predictors/cascade-size/evaluate.ts'
import { formatDuration, formatNumber, formatTable } from './format.ts'

const head = [
  'method',
  'mean ARE',
  'median',
  'within 20 %',
  'skill',
  'failures',
  '80 % holds',
  'width',
  'small',
  'middle',
  'large'
]

const legend = `ARE: |N - forecast| / N. Skill: 1 - mean ARE / that of one constant. Width: median log(high / low) of the
80 % interval. Small, middle, large: mean ARE by third of final size. Figures are over the cases answered.`

/** Formats the figures of an evaluation as tables. */
export function formatEvaluation({ data, folds, windows }: Evaluation): string {
  const tables = windows.map(({ window, cascades, methods }) => {
    const rows = methods.map(score => [
      score.method,
      formatError(score.meanARE),
      formatError(score.medianARE),
      formatShare(score.within20),
      formatShare(score.skill),
      String(score.failures),
      formatShare(score.coverage80),
      formatError(score.width80),
      ...score.byTercile.map(formatError)
    ])
    return `After ${formatDuration(window)}, ${cascades} cascades\n${formatTable(head, rows)}`
  })
  const how = folds === null ? 'a training and a test folder' : `${folds} folds by cascade`
  return [`${data}, ${how}`, ...tables, legend].join('\n\n')
}

function formatError(value: number | null): string {
  if (value === null) return ''
  return value < 100 ? value.toFixed(3) : formatNumber(value, 3)
}

function formatShare(value: number | null): string {
  if (value === null) return ''
  return value > -10 ? value.toFixed(2) : formatNumber(value, 2)
}
