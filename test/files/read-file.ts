import { FileFault } from '../../files/file-fault.ts'
import { type FileContent, FileReader } from '../../files/file-reader.ts'
import type { TableAnswers } from '../../files/table/answers.ts'

/** The events that most test files contain: [[time, followers], ...]. */
export const events = [
  [0, 5400],
  [21.5, 310],
  [31, 1200]
]

/** Reads a file in pieces of `pieceBytes`. */
export function readFile(
  content: string | Uint8Array,
  answers: TableAnswers = {},
  pieceBytes = 7
): FileContent {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const reader = new FileReader(answers)
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes))
  return reader.end()
}

/** The events of each cascade: [[time, followers], ...]. */
export function eventsOf({ cascades }: FileContent): number[][][] {
  return cascades.map(({ times, magnitudes }) => Array.from(times, (time, i) => [time, magnitudes[i] ?? -1]))
}

export function faultOf(content: string | Uint8Array, answers: TableAnswers = {}): FileFault {
  try {
    readFile(content, answers)
  } catch (error) {
    if (error instanceof FileFault) return error
    throw error
  }
  throw new Error('the file was read without a fault')
}
