import { FileFault } from './file-fault.ts'

const otherFormats: readonly [name: string, bytes: readonly number[]][] = [
  ['an Excel workbook or a zip archive', [0x50, 0x4b, 0x03, 0x04]],
  ['an old Excel workbook', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['compressed with zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['compressed with bzip2', [0x42, 0x5a, 0x68]],
  ['compressed with xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46]]
]

const MAGIC_LENGTH = 4

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/**
 * Decodes the bytes of a text file, piece by piece, to text whose lines end in \n. It takes UTF-8 with or without a byte
 * order mark, and UTF-16 with one. Throws FileFault for anything else.
 */
export class TextReader {
  #decoder: TextDecoder | null = null
  /** The first bytes, which identify the format of the file. */
  #start = new Uint8Array()
  #endsInReturn = false
  /** The last line so far. */
  line = 1
  encoding: 'UTF-8' | 'UTF-16' = 'UTF-8'

  push(bytes: Uint8Array): string {
    if (this.#decoder !== null) return bytes.length === 0 ? '' : this.#decode(this.#decoder, bytes)
    this.#start = concat(this.#start, bytes)
    return this.#start.length < MAGIC_LENGTH ? '' : this.#begin()
  }

  end(): string {
    const first = this.#decoder === null ? this.#begin() : ''
    const last = first + (this.#decoder === null ? '' : this.#decode(this.#decoder))
    return this.#endsInReturn ? `${last}\n` : last
  }

  #begin(): string {
    this.#decoder = this.#chooseDecoder(this.#start)
    return this.#decode(this.#decoder, this.#start)
  }

  #chooseDecoder(bytes: Uint8Array): TextDecoder {
    const other = otherFormats.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte))
    if (other) throw new FileFault(`the file is ${other[0]}: save it as CSV in UTF-8`)
    const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe
    const isBig = bytes[0] === 0xfe && bytes[1] === 0xff
    if (isLittle || isBig) this.encoding = 'UTF-16'
    // The decoder removes the byte order mark.
    return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8', { fatal: true })
  }

  #decode(decoder: TextDecoder, bytes?: Uint8Array): string {
    let text: string
    try {
      text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw new FileFault(`the text after line ${this.line} is not ${this.encoding}: save the file as UTF-8`)
    }
    if (text.includes('\0'))
      throw new FileFault(
        `the text after line ${this.line} contains zero bytes (it is UTF-16 without a byte order mark, or not text): save the file as UTF-8`
      )
    const unified = this.#unifyLineEnds(text)
    for (let at = unified.indexOf('\n'); at >= 0; at = unified.indexOf('\n', at + 1)) this.line++
    return unified
  }

  // Keeps back a carriage return at the end of a piece, because its line feed may begin the next piece.
  #unifyLineEnds(text: string): string {
    if (text === '') return text
    const whole = this.#endsInReturn ? `\r${text}` : text
    this.#endsInReturn = whole.endsWith('\r')
    const ready = this.#endsInReturn ? whole.slice(0, -1) : whole
    return ready.includes('\r') ? ready.replaceAll(/\r\n?/g, '\n') : ready
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
