import { InputError } from './input-error.ts'
import { readRows } from './read-rows.ts'

/** Where one cascade lies in the data: 1-based, inclusive rows, header not counted. */
export interface CascadeRange {
  /** The cascade's number: its row in the index, from 0. */
  readonly number: number
  /** The line of the index that says so. */
  readonly line: number
  readonly startRow: number
  readonly endRow: number
}

/** Reads index.csv (start_ind,end_ind) in the order of the data. Throws InputError, for overlaps too. */
export async function readCascadeIndex(file: string): Promise<readonly CascadeRange[]> {
  const ranges: CascadeRange[] = []
  for await (const { firstLine, left, right } of readRows(file, ['start_ind', 'end_ind']))
    for (let i = 0; i < left.length; i++) {
      const range = { number: ranges.length, line: firstLine + i, startRow: left[i]!, endRow: right[i]! }
      checkRange(range, file)
      ranges.push(range)
    }
  if (ranges.length === 0) throw new InputError(file, 1, 'no cascades after the header')
  ranges.sort((a, b) => a.startRow - b.startRow)
  for (let i = 1; i < ranges.length; i++) checkApart(ranges[i - 1]!, ranges[i]!, file)
  return ranges
}

function checkRange({ line, startRow, endRow }: CascadeRange, file: string): void {
  if (!Number.isSafeInteger(startRow) || !Number.isSafeInteger(endRow) || startRow < 1)
    throw new InputError(file, line, `rows ${startRow} to ${endRow}: rows are whole numbers from 1`)
  if (endRow < startRow)
    throw new InputError(file, line, `rows ${startRow} to ${endRow}: ends before it starts`)
}

function checkApart(before: CascadeRange, after: CascadeRange, file: string): void {
  if (after.startRow > before.endRow) return
  const [first, second] = before.line < after.line ? [before, after] : [after, before]
  const reason = `rows ${second.startRow} to ${second.endRow} overlap those of line ${first.line} (${first.startRow} to ${first.endRow})`
  throw new InputError(file, second.line, reason)
}
