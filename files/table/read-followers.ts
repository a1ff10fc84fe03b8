import { FileFault, quoteText } from '../file-fault.ts'
import type { Cell, NumberReader } from './number-reader.ts'

/** More followers than there are people: another column was taken. */
const MAX_FOLLOWERS = 1e10
const MAX_MAGNITUDE = 1e12

const unknown = /^(null|none|nan|na|n\/a|nil|undefined|-|\?|unknown|missing)$/i

/** Throws FileFault: a number of followers that is not known is not zero. */
export function readFollowers(cell: Cell, isCount: boolean, numbers: NumberReader): number {
  if (cell.text === '' || unknown.test(cell.text))
    throw fault(
      cell,
      `${cell.text === '' ? 'the number of followers is missing' : `${quoteText(cell.text)} is no number of followers`}: unknown followers are not 0. Add the number, or leave the row out`
    )
  const value = numbers.read(cell, true)
  const reason = findFollowersFault(value, isCount)
  if (reason !== null) throw fault(cell, reason)
  return value
}

/** What is wrong with a number of followers; null: nothing. */
function findFollowersFault(value: number, isCount: boolean): string | null {
  if (value < 0) return `${value} followers: the number must not be negative`
  if (isCount && !Number.isInteger(value)) return `${value} followers: the number must be whole`
  if (value > (isCount ? MAX_FOLLOWERS : MAX_MAGNITUDE))
    return `${value} followers are more than there are people: is this the right column?`
  return null
}

function fault({ line, column }: Cell, reason: string): FileFault {
  return new FileFault(reason, { line, column })
}
