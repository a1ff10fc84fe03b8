import { FileFault, quoteText } from '../file-fault.ts'
import { type DecimalName, decimals } from './answers.ts'

const plain = /^[+-]?\d+([eE][+-]?\d+)?$/
const withOneMark = /^[+-]?(?:\d+([.,])\d*|([.,])\d+)(?:[eE][+-]?\d+)?$/
/** 1.234 and 1,234: a decimal, or a thousand with a separator. */
const ambiguous = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/
const grouped = /^[+-]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:([.,])\d+)?$/

export interface Cell {
  readonly text: string
  readonly line: number
  readonly column: string
}

/** Reads the numbers of one table. The decimal mark is stated, or unambiguous cells prove it; it is never guessed. */
export class NumberReader {
  #mark: string | null
  readonly #isStated: boolean
  /** A comma separates the cells, so a dot in a time is the decimal mark by default. */
  readonly #isCommaSeparated: boolean

  constructor(stated: DecimalName | undefined, delimiter: string) {
    this.#mark = stated === undefined ? null : decimals[stated]
    this.#isStated = stated !== undefined
    this.#isCommaSeparated = delimiter === ','
  }

  /** The decimal mark. Null: no cell has one yet. */
  get mark(): string | null {
    return this.#mark
  }

  /** Learns the decimal mark from a cell that proves it. Throws FileFault if an earlier cell proved another mark. */
  learn(cell: Cell): void {
    const mark = findProof(cell.text)
    if (mark === null) return
    if (this.#mark !== null && this.#mark !== mark)
      throw new FileFault(
        `${quoteText(cell.text)} has a decimal ${nameOf(mark)}, but the decimal mark of this table is the ${nameOf(this.#mark)}`,
        { line: cell.line, column: cell.column }
      )
    this.#mark = mark
  }

  /** Throws FileFault. `isWhole`: the number has no fraction, so a mark may be a thousands separator. */
  read(cell: Cell, isWhole: boolean): number {
    const { text } = cell
    if (plain.test(text)) return finite(Number(text), cell)
    const found = withOneMark.exec(text)
    if (found === null) return this.#readGrouped(cell)
    const mark = found[1] ?? found[2] ?? '.'
    if (ambiguous.test(text) && !this.#isDecimal(mark, isWhole)) return this.#readAmbiguous(cell, mark)
    this.learn(cell)
    return finite(Number(text.replace(',', '.')), cell)
  }

  #isDecimal(mark: string, isWhole: boolean): boolean {
    if (this.#mark !== null) return this.#mark === mark && (!isWhole || this.#isStated)
    return this.#isCommaSeparated && mark === '.' && !isWhole
  }

  #readAmbiguous(cell: Cell, mark: string): number {
    if (this.#isStated && this.#mark !== mark) return Number(cell.text.replace(mark, ''))
    const whole = cell.text.replace(mark, '')
    const decimal = cell.text.replace(mark, '.')
    throw this.#ask(
      cell,
      `${quoteText(cell.text)} is ${whole} or ${decimal}: does the ${nameOf(mark)} separate thousands or decimals?`
    )
  }

  // 1.234.567 or 1,234.5: the decimal mark is the last mark and occurs once.
  #readGrouped(cell: Cell): number {
    const found = grouped.exec(cell.text)
    const [, group, decimal] = found ?? []
    if (group === undefined || group === decimal)
      throw new FileFault(describeNoNumber(cell.text), { line: cell.line, column: cell.column })
    const mark = decimal ?? (group === ',' ? '.' : ',')
    if (this.#mark !== null && this.#mark !== mark)
      throw this.#ask(
        cell,
        `${quoteText(cell.text)} has thousands separators that are the decimal mark elsewhere`
      )
    return finite(Number(cell.text.replaceAll(group, '').replace(',', '.')), cell)
  }

  #ask({ line, column }: Cell, words: string): FileFault {
    const question = { answer: 'decimal', choices: ['dot', 'comma'] } as const
    return new FileFault(`${words} State the decimal mark, or write numbers without thousands separators`, {
      line,
      column,
      question
    })
  }
}

/** The decimal mark that a cell proves. */
function findProof(text: string): string | null {
  const one = withOneMark.exec(text)
  if (one !== null) return ambiguous.test(text) ? null : (one[1] ?? one[2] ?? null)
  const many = grouped.exec(text)
  if (many === null || many[1] === many[2]) return null
  return many[2] ?? (many[1] === ',' ? '.' : ',')
}

export function nameOf(mark: string): string {
  return mark === ',' ? 'comma' : 'dot'
}

function finite(value: number, { text, line, column }: Cell): number {
  if (!Number.isFinite(value)) throw new FileFault(`${quoteText(text)} is too large`, { line, column })
  return value
}

export function isNumeric(text: string): boolean {
  return plain.test(text) || withOneMark.test(text) || grouped.test(text)
}

function describeNoNumber(text: string): string {
  if (text === '') return 'the value is missing'
  if (/^[+-]?[\d.,]+ ?[kKmMbB]$/.test(text))
    return `${quoteText(text)} is abbreviated: write the whole number`
  if (/^[+-]?\d{1,3}(?:[\s'’_]\d{3})+$/.test(text))
    return `${quoteText(text)} has thousands separators: write the number without them`
  return `${quoteText(text)} is not a number`
}
