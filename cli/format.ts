import type { NumberFormats } from '../client/describe-answer.ts'

const days = 86_400
const units: readonly [string, number][] = [
  ['day', days],
  ['h', 3600],
  ['min', 60],
  ['s', 1]
]

/** Formats a duration in the largest unit that divides it: '10 min', '7 days', '90 s'. */
export function formatDuration(seconds: number): string {
  const [unit, length] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['s', 1]
  const count = seconds / length
  return `${formatNumber(count)} ${unit === 'day' && count !== 1 ? 'days' : unit}`
}

/** Formats a number: with separators of thousands, or with `digits` significant digits if it is small. */
export function formatNumber(value: number, digits = 4): string {
  if (Math.abs(value) >= 1e9) return value.toExponential(1)
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(digits - 1)
  return String(Number(value.toPrecision(digits)))
}

/** Formats a share from 0 to 1: '23 %'. */
function formatShare(share: number): string {
  return `${formatNumber(share * 100, 3)} %`
}

/** Formats of the numbers of an answer. */
export const answerFormats: NumberFormats = {
  number: formatNumber,
  count: formatNumber,
  share: formatShare,
  seconds: formatDuration
}

/** Formats rows as aligned columns. A column of numbers is aligned to the right, except the first. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  const isRight = head.map((_, i) => i > 0 && rows.every(row => /^([-+]?[\d.,%e+-]+( %)?|)$/.test(row[i]!)))
  const formatRow = (row: readonly string[]) =>
    row
      .map((cell, i) => (isRight[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  return [head, ...rows].map(formatRow).join('\n')
}
