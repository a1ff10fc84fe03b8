import { openBytes } from '../cascades/source/open-bytes.ts'
import type { Terminal } from './terminal.ts'

/** The name of a file in messages: 'standard input' for '-'. */
export function nameInput(file: string): string {
  return file === '-' ? 'standard input' : file
}

/** Reads the bytes of a file, or of standard input for '-'. */
export function openInput(file: string, terminal: Terminal): AsyncIterable<Uint8Array> {
  return file === '-' ? terminal.readInput() : openBytes(file)
}
