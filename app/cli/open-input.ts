import { openBytes } from '../../source/open-bytes.ts'
import type { Terminal } from './terminal.ts'

/** A file, or standard input for '-': what a message calls it, and its bytes. */
export interface Input {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
}

export function openInput(file: string, terminal: Terminal): Input {
  return file === '-'
    ? { name: 'standard input', bytes: terminal.readInput() }
    : { name: file, bytes: openBytes(file) }
}
