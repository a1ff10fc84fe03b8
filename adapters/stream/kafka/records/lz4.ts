import { BoundedOutput } from './bounded-output.ts'
import { Undecodable } from './undecodable.ts'

const FRAME_MAGIC = 0x184d2204
const SKIPPABLE_MAGIC = 0x184d2a50
const VERSION = 1
const MIN_MATCH_BYTES = 4

/**
 * Decompresses LZ4 frames. Ignores their checksums: the batch has its own, and early Java clients wrote wrong ones into
 * the frame header. Format: github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md.
 */
export function decompressLz4(bytes: Buffer, maxBytes: number): Buffer {
  const output = new BoundedOutput(maxBytes)
  let at = 0
  while (at < bytes.length) {
    const magic = next(4)
    // `>>> 0`, because bitwise operators return signed numbers.
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) skip(next(4))
    else if (magic === FRAME_MAGIC) readFrame()
    else throw new Undecodable('not an LZ4 frame')
  }
  return output.take()

  function readFrame(): void {
    const flags = next(1)
    if (flags >>> 6 !== VERSION) throw new Undecodable(`LZ4 frame of version ${flags >>> 6}`)
    const hasBlockChecksums = (flags & 0x10) !== 0
    const hasContentSize = (flags & 0x08) !== 0
    const hasContentChecksum = (flags & 0x04) !== 0
    if ((flags & 0x01) !== 0) throw new Undecodable('LZ4 frame with a dictionary')
    // The maximum block size, the content size and the header checksum.
    skip(1 + (hasContentSize ? 8 : 0) + 1)
    for (;;) {
      const size = next(4)
      if (size === 0) break
      const length = size & 0x7fffffff
      const start = at
      skip(length)
      if (size > 0x7fffffff) output.append(bytes, start, at)
      else decompressBlock(bytes.subarray(start, at), output)
      if (hasBlockChecksums) skip(4)
    }
    if (hasContentChecksum) skip(4)
  }

  function next(count: number): number {
    const start = at
    skip(count)
    return bytes.readUIntLE(start, count)
  }

  function skip(count: number): void {
    if (at + count > bytes.length) throw new Undecodable('the compressed bytes end too early')
    at += count
  }
}

function decompressBlock(bytes: Buffer, output: BoundedOutput): void {
  let at = 0
  while (at < bytes.length) {
    const token = nextByte()
    const literals = extend(token >>> 4)
    output.append(bytes, at, at + literals)
    at += literals
    // A block ends with literals.
    if (at === bytes.length) return
    const distance = nextByte() | (nextByte() << 8)
    output.repeat(distance, extend(token & 15) + MIN_MATCH_BYTES)
  }

  function nextByte(): number {
    const byte = bytes[at++]
    if (byte === undefined) throw new Undecodable('the compressed bytes end too early')
    return byte
  }

  /** A length of 15 continues in the following bytes, up to the first that is not 255. */
  function extend(length: number): number {
    if (length < 15) return length
    let total = length
    for (;;) {
      const byte = nextByte()
      total += byte
      if (byte < 255) return total
    }
  }
}
