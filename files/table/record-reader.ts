import { FileFault, quoteText } from '../file-fault.ts'
import { type DelimiterName, delimiters, type TableAnswers } from './answers.ts'
import { type Columns, chooseByHeading, chooseByValues, isHeading, type Table } from './choose-columns.ts'
import { type Cell, NumberReader } from './number-reader.ts'
import { readAuthorId } from './read-author-id.ts'
import { readFollowers } from './read-followers.ts'
import type { Records } from './split-records.ts'
import { decideTimes, readTime, type TimeReading } from './time-reader.ts'

/** One row: a post or a reshare. The same object is used for every row. */
export interface TableRow {
  readonly line: number
  /** Seconds since the post, or on a clock (`TimeReading.origin`). */
  readonly time: number
  /** NaN: unknown. */
  readonly followers: number
  readonly cascade: string | null
  readonly id: string | null
  readonly kind: string | null
  /** Id of the author. Undefined: unknown. */
  readonly authorId: string | undefined
}

export type OnRow = (row: TableRow) => void

/** How a table is read. The first rows decide it for all rows. */
export interface TablePlan {
  readonly delimiter: DelimiterName
  readonly columns: Columns
  readonly times: TimeReading
  readonly hasHeading: boolean
}

type MutableCell = { -readonly [Name in keyof Cell]: Cell[Name] }

/** Reads records to rows. The first records decide how. */
export class RecordReader {
  readonly plan: TablePlan
  readonly numbers: NumberReader
  readonly #row: { -readonly [Name in keyof TableRow]: TableRow[Name] }
  readonly #cells: { readonly time: MutableCell; readonly followers: MutableCell }
  #isBeforeHeading: boolean

  constructor(delimiter: DelimiterName, head: Records, answers: TableAnswers) {
    const start = head.records.findIndex(record => !isBlank(record))
    const record = head.records[start] ?? []
    const line = head.lines[start] ?? 1
    const first = record.map((cell, place) => (place === 0 ? cell.replace(/^#\s*/, '') : cell))
    const hasHeading = isHeading(first)
    const rows = head.records.slice(start + (hasHeading ? 1 : 0)).filter(row => !isBlank(row))
    const headings = hasHeading && hasRowNames(rows, first.length) ? ['', ...first] : first
    const columns = hasHeading
      ? chooseByHeading(headings, line, answers)
      : chooseByValues(rows, line, answers)
    this.#isBeforeHeading = hasHeading
    this.numbers = new NumberReader(answers.decimal, delimiters[delimiter])
    const lines = head.lines.filter(
      (_, i) => i >= start + (hasHeading ? 1 : 0) && !isBlank(head.records[i] ?? [])
    )
    for (const place of [columns.time, columns.followers].filter(each => each !== null))
      for (const cell of cellsAt(rows, lines, place, columns)) this.numbers.learn(cell)
    const times = cellsAt(rows, lines, columns.time, columns)
    const column = { heading: columns.headings[columns.time] ?? '', unit: columns.timeUnit }
    this.#row = {
      line: 0,
      time: 0,
      followers: Number.NaN,
      cascade: null,
      id: null,
      kind: null,
      authorId: undefined
    }
    this.#cells = {
      time: { text: '', line, column: column.heading },
      followers: { text: '', line, column: columns.headings[columns.followers ?? -1] ?? '' }
    }
    this.plan = { delimiter, columns, hasHeading, times: decideTimes(times, column, this.numbers, answers) }
  }

  readRows({ records, lines }: Records, onRow: OnRow): void {
    for (let i = 0; i < records.length; i++) {
      const record = records[i] ?? []
      if (isBlank(record)) continue
      if (this.#isBeforeHeading) this.#isBeforeHeading = false
      else onRow(this.#readRow(record, lines[i] ?? 0))
    }
  }

  #readRow(record: readonly string[], line: number): TableRow {
    const { columns, times } = this.plan
    const { time, followers } = this.#cells
    if (record.length !== columns.headings.length) this.#checkWidth(record, line)
    time.text = record[columns.time] ?? ''
    time.line = followers.line = line
    const row = this.#row
    row.line = line
    row.time = readTime(time, times, this.numbers)
    if (columns.followers !== null) {
      followers.text = record[columns.followers] ?? ''
      row.followers = readFollowers(followers, columns.isCount, this.numbers)
    }
    if (columns.cascade !== null) row.cascade = record[columns.cascade] ?? ''
    if (columns.id !== null) row.id = record[columns.id] ?? ''
    if (columns.kind !== null) row.kind = record[columns.kind] ?? ''
    if (columns.author !== null) row.authorId = readAuthorId(record[columns.author])
    return row
  }

  #checkWidth(record: readonly string[], line: number): void {
    const width = this.plan.columns.headings.length
    if (record.length > width && isBlank(record.slice(width))) return
    const found = `${record.length} column${record.length === 1 ? '' : 's'}`
    const hint =
      this.plan.delimiter === 'comma' && record.length > width
        ? ' (is a comma the decimal mark? Then separate the cells by semicolons, or quote them)'
        : ''
    throw new FileFault(
      `${found}, expected ${width}: ${quoteText(record.join(delimiters[this.plan.delimiter]))}${hint}`,
      { line }
    )
  }
}

function cellsAt(rows: Table, lines: readonly number[], place: number, { headings }: Columns): Cell[] {
  return rows.map((row, i) => ({
    text: row[place] ?? '',
    line: lines[i] ?? 0,
    column: headings[place] ?? ''
  }))
}

/** Whether rows begin with row names, 1 to n, without a heading, as R writes them. Any other extra column is a fault. */
function hasRowNames(rows: Table, width: number): boolean {
  return rows.length > 0 && rows.every((row, i) => row.length === width + 1 && row[0] === String(i + 1))
}

function isBlank(record: readonly string[]): boolean {
  return record[0] === '' && record.every(cell => cell === '')
}
