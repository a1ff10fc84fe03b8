import { openBytes } from '../cascades/source/open-bytes.ts'
import type { Terminal } from './terminal.ts'

/** What a message calls a file, or standard input ('-'). */
export function nameInput(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** The bytes of a file, or of standard input for '-'. */
export function openInput(file: string, terminal: Terminal): AsyncIterable<Uint8Array> {
  return file === '-' ? terminal.readInput() : openBytes(file)
}
