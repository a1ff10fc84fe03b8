import type { AnswerName } from './table/answers.ts'

/** A question that the file itself cannot answer. */
export interface FileQuestion {
  /** Which answer is missing. */
  readonly answer: AnswerName
  /** The values to choose from, where they are known. */
  readonly choices: readonly string[]
}

interface FaultLocation {
  /** Counted from 1. Null: the fault is not on one line. */
  readonly line?: number | null
  /** The heading of the column, or its number without a heading. */
  readonly column?: string | null
  readonly question?: FileQuestion | null
}

/** A file that cannot be read: line, column, reason, and the question to answer if an answer makes it readable. */
export class FileFault extends Error {
  override readonly name = 'FileFault'
  readonly line: number | null
  readonly question: FileQuestion | null
  /** The reason with its column, without its line. */
  readonly reason: string

  constructor(reason: string, { line = null, column = null, question = null }: FaultLocation = {}) {
    const inColumn = column === null ? reason : `column ${quoteText(column)}: ${reason}`
    super(line === null ? inColumn : `line ${line}: ${inColumn}`)
    this.line = line
    this.question = question
    this.reason = inColumn
  }
}

const MAX_QUOTED_LENGTH = 40

/** Quotes a text of the file and shortens it. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}...` : text)
}

/** Lists texts: '"a", "b" and "c"'. */
export function listTexts(texts: readonly string[], maxCount = 12): string {
  const quoted = texts.slice(0, maxCount).map(quoteText)
  if (texts.length > maxCount) return `${quoted.join(', ')} and ${texts.length - maxCount} more`
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
