import { TextReader } from '../../files/decode-text.ts'
import { FileFault, listTexts, quoteText } from '../../files/file-fault.ts'
import { readAuthorId } from '../../files/table/read-author-id.ts'
import { RecordSplitter, type Records } from '../../files/table/split-records.ts'
import { addFileToError, InputError } from './input-error.ts'
import { openBytes } from './open-bytes.ts'

/** The rows of one cascade in the data file: from 1, inclusive, without the heading. */
export interface CascadeRange {
  /** The cascade's number: its row in the index, from 0. */
  readonly number: number
  /** Its line in the index. */
  readonly line: number
  readonly startRow: number
  readonly endRow: number
  /** Id of the author of the post. Undefined: unknown. */
  readonly postAuthorId: string | undefined
}

/** The column of an index with the ids of the authors of the posts. */
export const AUTHOR_COLUMN = 'author_id'

/** Reads an index (columns start_ind and end_ind, and author_id if there is one), sorted by the rows of the data. Throws InputError, also for overlaps. */
export async function readCascadeIndex(file: string): Promise<readonly CascadeRange[]> {
  const ranges = await readRanges(file)
  if (ranges.length === 0) throw new InputError(file, 1, 'no cascades after the heading')
  const sorted = ranges.toSorted((a, b) => a.startRow - b.startRow)
  for (const [i, range] of sorted.entries()) {
    const before = sorted[i - 1]
    if (before !== undefined) checkApart(before, range, file)
  }
  return sorted
}

async function readRanges(file: string): Promise<readonly CascadeRange[]> {
  try {
    const reader = new TextReader()
    let text = ''
    for await (const piece of openBytes(file)) text += reader.push(piece)
    text += reader.end()
    const heading = text.slice(0, text.indexOf('\n') + 1)
    const splitter = new RecordSplitter([';', '\t'].find(mark => heading.includes(mark)) ?? ',')
    const first = splitter.push(text)
    const last = splitter.end()
    return toRanges({ records: [...first.records, ...last.records], lines: [...first.lines, ...last.lines] })
  } catch (error) {
    throw addFileToError(error, file)
  }
}

function toRanges({ records, lines }: Records): CascadeRange[] {
  const headings = (records[0] ?? []).map(heading => heading.toLowerCase())
  const start = headings.indexOf('start_ind')
  const end = headings.indexOf('end_ind')
  const author = headings.indexOf(AUTHOR_COLUMN)
  if (start < 0 || end < 0)
    throw new FileFault(
      `the columns start_ind and end_ind are missing: found ${listTexts(records[0] ?? [])}`,
      { line: 1 }
    )
  const ranges: CascadeRange[] = []
  for (const [i, record] of records.entries()) {
    if (i === 0 || record.every(cell => cell === '')) continue
    const line = lines[i] ?? 0
    const [startRow, endRow] = [
      readRow(record[start], 'start_ind', line),
      readRow(record[end], 'end_ind', line)
    ]
    if (endRow < startRow)
      throw new FileFault(`rows ${startRow} to ${endRow}: ends before it starts`, { line })
    const postAuthorId = readAuthorId(record[author])
    ranges.push({ number: ranges.length, line, startRow, endRow, postAuthorId })
  }
  return ranges
}

function readRow(text: string | undefined, column: string, line: number): number {
  const row = /^\d+$/.test(text ?? '') ? Number(text) : 0
  if (Number.isSafeInteger(row) && row >= 1) return row
  throw new FileFault(`${quoteText(text ?? '')} is not a row: rows are whole numbers from 1`, {
    line,
    column
  })
}

function checkApart(before: CascadeRange, after: CascadeRange, file: string): void {
  if (after.startRow > before.endRow) return
  const [first, second] = before.line < after.line ? [before, after] : [after, before]
  const reason = `rows ${second.startRow} to ${second.endRow} overlap those of line ${first.line} (${first.startRow} to ${first.endRow})`
  throw new InputError(file, second.line, reason)
}
