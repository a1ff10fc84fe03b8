import { TextReader } from '../../files/decode-text.ts'
import { describeJsonFault } from '../../files/json/json-fault.ts'
import { addFileToError, InputError } from './input-error.ts'

/** A value in a JSON Lines file. */
export interface JsonLine {
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/** Parses each non-empty line of a JSON Lines text. Throws InputError with `file` and the line. */
export async function* readJsonLines(
  file: string,
  bytes: AsyncIterable<Uint8Array>
): AsyncGenerator<JsonLine> {
  let line = 0
  for await (const text of readLines(file, bytes)) {
    line++
    if (text.trim() !== '') yield { line, value: parseLine(text, file, line) }
  }
}

async function* readLines(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const reader = new TextReader()
  let rest = ''
  try {
    for await (const piece of bytes) {
      const lines = (rest + reader.push(piece)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    yield* (rest + reader.end()).split('\n')
  } catch (error) {
    throw addFileToError(error, file, reader.line)
  }
}

function parseLine(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(file, line, `no valid JSON: ${describeJsonFault(text, line)}`, { cause })
  }
}
