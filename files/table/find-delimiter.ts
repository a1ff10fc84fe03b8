import { FileFault } from '../file-fault.ts'
import { type DelimiterName, delimiterNames, delimiters } from './answers.ts'
import { isHeading, type Table } from './choose-columns.ts'
import { readHeading } from './column-names.ts'
import { isNumeric } from './number-reader.ts'
import { parseDate } from './parse-date.ts'
import { RecordSplitter } from './split-records.ts'

interface Candidate {
  readonly name: DelimiterName
  readonly score: number
}

/** Finds the delimiter from the first lines. Throws FileFault if two delimiters fit equally well. */
export function findDelimiter(head: string): DelimiterName {
  const candidates = rateAll(
    head,
    delimiterNames.filter(name => name !== 'space')
  )
  // The delimiter of a table with one column does not matter. A tab is in no number and no date.
  if (candidates.length === 0 && isColumnOfTimes(head)) return 'tab'
  // Dates, texts and lists contain spaces: a space is the delimiter only if no other delimiter fits.
  const [best, second] = candidates.length > 0 ? candidates : rateAll(head, ['space'])
  if (best === undefined)
    throw new FileFault(
      'the file is not a table: it needs a column of times, and one of followers if they are known, separated by a comma, semicolon, tab or pipe',
      { line: 1 }
    )
  if (second !== undefined && second.score === best.score) throw ask(best, second)
  return best.name
}

function rateAll(head: string, names: readonly DelimiterName[]): Candidate[] {
  return names
    .filter(name => head.includes(delimiters[name]))
    .map(name => ({ name, score: rate(head, delimiters[name]) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
}

function ask({ name }: Candidate, other: Candidate): FileFault {
  return new FileFault(`the cells may be separated by ${name} or by ${other.name}. State the delimiter`, {
    line: 1,
    question: { answer: 'delimiter', choices: [name, other.name] }
  })
}

/** Rates a delimiter by the table that it gives: rows of one width, known columns, cells that are values. */
function rate(head: string, delimiter: string): number {
  const table = split(head, delimiter)
  const [first, ...rest] = table
  if (first === undefined || first.length < 2) return 0
  const widths = new Set(rest.map(row => row.length))
  const isEven =
    widths.size === 0 || (widths.size === 1 && [0, 1].includes((rest[0]?.length ?? 0) - first.length))
  const roles = new Set(first.map(cell => readHeading(cell)?.role))
  const isKnown = roles.has('time')
  const rows = isHeading(first) ? rest : table
  const cells = rows.flat()
  const values = cells.filter(cell => isNumeric(cell) || parseDate(cell) !== null).length
  const areValues = cells.length > 0 && values === cells.length
  return (isKnown ? 8 : 0) + (isEven ? 4 : 0) + (areValues ? 2 : 0) + (isEven || isKnown ? 1 : 0)
}

/** Whether each line is one time, under a heading or without one. */
function isColumnOfTimes(head: string): boolean {
  const cells = split(head, delimiters.tab).map(([cell = '']) => cell)
  const isTime = (cell: string) => isNumeric(cell) || parseDate(cell) !== null
  const hasHeading = cells[0] !== undefined && readHeading(cells[0])?.role === 'time'
  return cells.length > (hasHeading ? 1 : 0) && cells.slice(hasHeading ? 1 : 0).every(isTime)
}

function split(head: string, delimiter: string): Table {
  try {
    const splitter = new RecordSplitter(delimiter)
    const { records } = splitter.push(head)
    // The last row may be cut off, so it is not used.
    const all = records.length > 0 ? records : splitter.end().records
    return all.filter(record => record.some(cell => cell !== '')).slice(0, 200)
  } catch (error) {
    if (error instanceof FileFault) return []
    throw error
  }
}
