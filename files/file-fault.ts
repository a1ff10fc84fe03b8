import type { AnswerName } from './table/answers.ts'

/** A question that the file itself cannot answer. */
export interface FileQuestion {
  /** Which answer is missing. */
  readonly answer: AnswerName
  /** The values to choose from, where they are known. */
  readonly choices: readonly string[]
}

interface FaultLocation {
  /** 1-based; null where no line is to blame. */
  readonly line?: number | null
  /** The column's heading, or its number where there is no heading. */
  readonly column?: string | null
  readonly question?: FileQuestion | null
}

/** A file that cannot be read: the line, the column, the reason, and the question where one answer would settle it. */
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

/** A text of the file in double quotes, shortened. */
export function quoteText(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}...` : text)
}

/** '"a", "b" and "c"'. */
export function listTexts(texts: readonly string[], maxCount = 12): string {
  const quoted = texts.slice(0, maxCount).map(quoteText)
  if (texts.length > maxCount) return `${quoted.join(', ')} and ${texts.length - maxCount} more`
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`
}
