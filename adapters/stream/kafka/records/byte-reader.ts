import { Undecodable } from './undecodable.ts'

/** Reads the primitive types of Kafka's formats one by one. Throws Undecodable if the bytes end too early. */
export class ByteReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  int8(): number {
    return this.#bytes.readInt8(this.#advance(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4))
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8))
  }

  /** A zigzag-encoded integer of at most 32 bits. */
  varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#advance(1)]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1)
    }
    throw new Undecodable('a number has too many bytes')
  }

  skipVarlong(): void {
    for (let count = 0; count < 10; count++) if (this.#bytes[this.#advance(1)]! < 0x80) return
    throw new Undecodable('a number has too many bytes')
  }

  /** Null if `length` is -1. */
  bytes(length: number): Buffer | null {
    if (length === -1) return null
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#advance(this.left))
  }

  #advance(length: number): number {
    if (length < 0 || length > this.left) throw new Undecodable('the bytes end too early')
    const start = this.#at
    this.#at += length
    return start
  }
}
