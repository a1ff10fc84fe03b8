import { FileFault } from '../file-fault.ts'
import type { Cell, NumberReader } from './number-reader.ts'

/** A larger number exceeds the world population, so it is another column. */
const MAX_FOLLOWERS = 1e10
const MAX_MAGNITUDE = 1e12

const unknownWords = /^(null|none|nan|na|n\/a|nil|undefined|-|\?|unknown|missing)$/i

/** Reads a number of followers. NaN: an empty cell or a word such as `null`, so they are unknown, which is not 0. Throws FileFault. */
export function readFollowers(cell: Cell, isCount: boolean, numbers: NumberReader): number {
  if (isUnknown(cell.text)) return Number.NaN
  const value = numbers.read(cell, true)
  const reason = findFollowersFault(value, isCount)
  if (reason !== null) throw fault(cell, reason)
  return value
}

/** Whether a cell is empty or says in a word that its value is unknown. */
export function isUnknown(text: string): boolean {
  return text === '' || unknownWords.test(text)
}

/** Describes the fault of a number of followers. Null: it is valid. */
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
