import { FileFault } from '../file-fault.ts'
import { delimiterNames, delimiters, type TableAnswers } from './answers.ts'
import { findDelimiter } from './find-delimiter.ts'
import { type OnRow, RecordReader, type TablePlan } from './record-reader.ts'
import { RecordSplitter, type Records } from './split-records.ts'

/** Number of characters that decide how the table is read. */
const HEAD_LENGTH = 65_536

/** Reads a table piece by piece and passes on its rows in order. Throws FileFault after the rows before the fault. */
export class TableReader {
  readonly #answers: TableAnswers
  readonly #onRow: OnRow
  #head = ''
  #reading: RecordReader | null = null
  #splitter: RecordSplitter | null = null

  constructor(answers: TableAnswers, onRow: OnRow) {
    this.#answers = answers
    this.#onRow = onRow
  }

  /** Null until the first rows are read. */
  get plan(): TablePlan | null {
    return this.#reading?.plan ?? null
  }

  get decimalMark(): string | null {
    return this.#reading?.numbers.mark ?? null
  }

  /** Reads a whole table of JSON, whose cells are already separate, in place of text. */
  readRecords(records: Records): void {
    this.#reading = new RecordReader('comma', records, this.#answers)
    this.#reading.readRows(records, this.#onRow)
  }

  push(text: string): void {
    if (this.#reading !== null && this.#splitter !== null) {
      this.#reading.readRows(this.#splitter.push(text), this.#onRow)
      return
    }
    this.#head += text
    if (this.#head.length >= HEAD_LENGTH) this.#begin(false)
  }

  end(): void {
    if (this.#reading === null) this.#begin(true)
    else if (this.#splitter !== null) this.#reading.readRows(this.#splitter.end(), this.#onRow)
  }

  #begin(isWhole: boolean): void {
    const [hint, stated] = /^\s*sep=(.)\n/i.exec(this.#head) ?? []
    const skipped = hint === undefined ? 0 : 1
    const text = hint === undefined ? this.#head : this.#head.slice(hint.length)
    if (text.trim() === '') throw new FileFault('the file is empty')
    const named = delimiterNames.find(name => delimiters[name] === stated)
    const delimiter = this.#answers.delimiter ?? named ?? findDelimiter(text)
    const splitter = new RecordSplitter(delimiters[delimiter], 1 + skipped)
    const first = splitter.push(text)
    const all = isWhole ? join(first, splitter.end()) : first
    this.#reading = new RecordReader(delimiter, all, this.#answers)
    this.#splitter = splitter
    this.#head = ''
    this.#reading.readRows(all, this.#onRow)
  }
}

function join(first: Records, second: Records): Records {
  return { records: [...first.records, ...second.records], lines: [...first.lines, ...second.lines] }
}
