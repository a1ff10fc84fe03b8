import { FileFault, quoteText } from '../file-fault.ts'
import { type TableAnswers, type TimeOrigin, type TimeUnitName, timeUnitNames, timeUnits } from './answers.ts'
import { type Cell, isNumeric, type NumberReader } from './number-reader.ts'
import { describeNoDate, parseDate } from './parse-date.ts'

/** The range of clock times, in seconds since 1970: from 1990 to 2100. The ranges of the four units do not overlap. */
const MIN_CLOCK_SECONDS = 631_152_000
const MAX_CLOCK_SECONDS = 4_102_444_800
/** Numbers without a unit beyond this may also be milliseconds. */
const MAX_PLAIN_SECONDS = 31 * 86_400
const clockUnits = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'] as const

/** How the times of a table are read. */
export interface TimeReading {
  readonly unit: TimeUnitName | 'date'
  readonly origin: TimeOrigin
  /** Whether dates state their time zone. Without one they are in UTC. */
  readonly hasZone: boolean
}

interface TimeColumn {
  readonly heading: string
  /** The unit in the heading. */
  readonly unit: TimeUnitName | null
}

/** Decides by the first cells how all times are read. Throws FileFault with a question if they are ambiguous. */
export function decideTimes(
  all: readonly Cell[],
  column: TimeColumn,
  numbers: NumberReader,
  answers: TableAnswers
): TimeReading {
  const cells = all.filter(({ text }) => isNumeric(text))
  const dated = all[0] === undefined ? null : parseDate(all[0].text)
  if (dated !== null) {
    if (answers.timeUnit !== undefined)
      throw new FileFault(`the times are dates and have no unit: do not state ${answers.timeUnit}`)
    return { unit: 'date', origin: 'clock', hasZone: dated.hasZone }
  }
  const values = cells.map(cell => readNumber(cell, numbers))
  const stated = answers.timeUnit ?? column.unit
  if (stated !== null)
    return { unit: stated, origin: answers.timeOrigin ?? findOrigin(values, stated), hasZone: true }
  const clock = clockUnits.find(unit => values.length > 0 && values.every(value => isClock(value, unit)))
  if (clock !== undefined) return { unit: clock, origin: 'clock', hasZone: true }
  const beyond = values.findIndex(value => value >= MIN_CLOCK_SECONDS)
  const cell = cells[beyond]
  if (cell !== undefined)
    throw ask(
      `${quoteText(cell.text)} is too large for a time since the post, and not all times are clock times. State the unit of the times`,
      cell
    )
  if (!answers.assumeSeconds) refuseUnclearUnit(values, cells)
  return { unit: 'seconds', origin: answers.timeOrigin ?? 'post', hasZone: true }
}

/** Reads a time in seconds since the post, or since 1970 (or another moment) for clock times. Throws FileFault. */
export function readTime(cell: Cell, reading: TimeReading, numbers: NumberReader): number {
  if (reading.unit === 'date') return readDate(cell, reading)
  const seconds = scale(readNumber(cell, numbers), reading.unit)
  if (reading.origin === 'post') {
    if (seconds < 0) throw fault(cell, `the time ${cell.text} is negative: it lies before the post`)
    if (seconds >= MIN_CLOCK_SECONDS)
      throw ask(
        `${quoteText(cell.text)} is more than 20 years after the post. State the unit of the times`,
        cell
      )
  } else if (seconds > MAX_CLOCK_SECONDS)
    throw ask(
      `${quoteText(cell.text)} is after the year 2100 in ${reading.unit}. State the unit of the times`,
      cell
    )
  else if (/e/i.test(cell.text) && cell.text.replace(/e.*/i, '').replaceAll(/\D/g, '').length < 10)
    throw fault(cell, `${quoteText(cell.text)} was rounded (by a spreadsheet?): write all digits of the time`)
  return seconds
}

function readDate(cell: Cell, { hasZone }: TimeReading): number {
  const date = parseDate(cell.text)
  if (date === null) {
    const reason = cell.text === '' ? 'the time is missing' : describeNoTime(cell.text)
    throw fault(cell, reason)
  }
  if (date.hasZone !== hasZone)
    throw fault(
      cell,
      `${quoteText(cell.text)} ${date.hasZone ? 'has a time zone, but the times before it do not' : 'has no time zone, but the times before it do'}`
    )
  return date.ms / 1000
}

function readNumber(cell: Cell, numbers: NumberReader): number {
  if (isNumeric(cell.text)) return numbers.read(cell, false)
  if (cell.text === '') throw fault(cell, 'the time is missing')
  if (parseDate(cell.text) !== null)
    throw fault(cell, `${quoteText(cell.text)} is a date, but the times before it are numbers`)
  const reason = describeNoDate(cell.text)
  if (reason !== null) throw fault(cell, `${quoteText(cell.text)} ${reason}`)
  return numbers.read(cell, false)
}

function describeNoTime(text: string): string {
  return `${quoteText(text)} ${describeNoDate(text) ?? 'is not a date, but the times before it are'}`
}

function isClock(value: number, unit: TimeUnitName): boolean {
  const seconds = value * timeUnits[unit]
  return seconds >= MIN_CLOCK_SECONDS && seconds < MAX_CLOCK_SECONDS
}

function findOrigin(values: readonly number[], unit: TimeUnitName): TimeOrigin {
  return values.length > 0 && values.every(value => isClock(value, unit)) ? 'clock' : 'post'
}

function refuseUnclearUnit(values: readonly number[], cells: readonly Cell[]): void {
  const later = new Set(values.filter(value => value !== 0))
  const isWhole = values.every(Number.isInteger)
  const max = [...later].reduce((highest, value) => Math.max(highest, value), 0)
  const areThousands = later.size > 1 && [...later].every(value => value % 1000 === 0)
  if (!isWhole || !(areThousands || max > MAX_PLAIN_SECONDS)) return
  const cell = cells[values.indexOf(max)]
  if (cell)
    throw ask(`the times up to ${max} may be seconds or milliseconds. State the unit of the times`, cell)
}

// Dividing by a whole factor is exact; multiplying by its inverse is not.
function scale(value: number, unit: TimeUnitName): number {
  const factor = timeUnits[unit]
  return factor < 1 ? value / Math.round(1 / factor) : value * factor
}

function ask(reason: string, { line, column }: Cell): FileFault {
  return new FileFault(reason, { line, column, question: { answer: 'timeUnit', choices: timeUnitNames } })
}

function fault({ line, column }: Cell, reason: string): FileFault {
  return new FileFault(reason, { line, column })
}
