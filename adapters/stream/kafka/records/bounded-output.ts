import { Undecodable } from './undecodable.ts'

const FIRST_BYTES = 4_096

/** The output buffer of a decompressor, which never grows beyond `maxBytes`. */
export class BoundedOutput {
  readonly #maxBytes: number
  #bytes: Buffer
  #length = 0

  constructor(maxBytes: number, expectedBytes = FIRST_BYTES) {
    this.#maxBytes = maxBytes
    this.#bytes = Buffer.allocUnsafe(Math.min(expectedBytes, maxBytes))
  }

  get length(): number {
    return this.#length
  }

  append(source: Buffer, start: number, end: number): void {
    if (end > source.length) throw new Undecodable('the compressed bytes end too early')
    this.#reserve(end - start)
    source.copy(this.#bytes, this.#length, start, end)
    this.#length += end - start
  }

  /** Appends a copy of the bytes that begin `distance` bytes before the end. The two ranges may overlap. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length)
      throw new Undecodable('the compressed bytes refer to what is not there')
    this.#reserve(length)
    const bytes = this.#bytes
    let to = this.#length
    if (distance >= length) bytes.copy(bytes, to, to - distance, to - distance + length)
    else for (const end = to + length; to < end; to++) bytes[to] = bytes[to - distance]!
    this.#length += length
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(count: number): void {
    const needed = this.#length + count
    if (needed > this.#maxBytes) throw new Undecodable(`more than ${this.#maxBytes} bytes when decompressed`)
    if (needed <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.min(Math.max(needed, 2 * this.#bytes.length), this.#maxBytes))
    this.#bytes.copy(grown, 0, 0, this.#length)
    this.#bytes = grown
  }
}
