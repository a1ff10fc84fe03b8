import { CsvError, parse } from 'csv-parse/sync'
import { FileFault } from '../file-fault.ts'

export interface Records {
  readonly records: readonly (readonly string[])[]
  /** The line on which each record begins, from 1. */
  readonly lines: readonly number[]
}

/** A record longer than this has a quote that is never closed. */
const MAX_RECORD_LENGTH = 1_000_000

const quoteFaults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote: a quote within quotes is written twice',
  INVALID_OPENING_QUOTE: 'a quote is inside a cell that does not begin with one'
}

/** Splits text into records, piece by piece. A blank line is a record of one empty cell. Throws FileFault. */
export class RecordSplitter {
  #rest = ''
  #line: number
  readonly #delimiter: string

  constructor(delimiter: string, firstLine = 1) {
    this.#delimiter = delimiter
    this.#line = firstLine
  }

  push(text: string): Records {
    const all = this.#rest + text
    const end = findRecordEnd(all)
    this.#rest = all.slice(end)
    if (this.#rest.length > MAX_RECORD_LENGTH)
      throw new FileFault(
        `a row is longer than ${MAX_RECORD_LENGTH} characters: check for a quote that is not closed`,
        {
          line: this.#line + countLineEnds(all.slice(0, end))
        }
      )
    return this.#split(all.slice(0, end))
  }

  end(): Records {
    const rest = this.#rest
    this.#rest = ''
    return this.#split(rest)
  }

  #split(text: string): Records {
    const records = text === '' ? [] : this.#parse(text)
    const hasQuotes = text.includes('"')
    const lines = records.map(record => {
      const line = this.#line
      this.#line += 1 + (hasQuotes ? record.reduce((count, cell) => count + countLineEnds(cell), 0) : 0)
      return line
    })
    return { records, lines }
  }

  #parse(text: string): string[][] {
    try {
      return parse(text, {
        delimiter: this.#delimiter,
        record_delimiter: '\n',
        relax_column_count: true,
        trim: true
      })
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      const reason = quoteFaults[error.code]
      if (reason === undefined) throw error
      // The parser reports an open quote at the end of the text; the quote is in the last row.
      const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED'
      const lines = Number(error.lines ?? 1)
      const offset = isOpen ? countLineEnds(text.slice(0, findRecordEnd(text))) : lines - 1
      throw new FileFault(reason, { line: this.#line + offset })
    }
  }
}

/** The position after the last line end that is not within quotes. */
function findRecordEnd(text: string): number {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1
  let end = 0
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 34) isQuoted = !isQuoted
    else if (code === 10 && !isQuoted) end = i + 1
  }
  return end
}

function countLineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
