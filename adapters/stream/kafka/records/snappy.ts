import { BoundedOutput } from './bounded-output.ts'
import { Undecodable } from './undecodable.ts'

const XERIAL_MAGIC = Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0])
/** The magic, a version and the minimum version of a reader. */
const XERIAL_HEADER_BYTES = 16

/**
 * Decompresses Snappy as written by librdkafka (one raw block) or by Java clients (raw blocks with their lengths, in the
 * framing of snappy-java by xerial). Format: github.com/google/snappy/blob/main/format_description.txt.
 */
export function decompressSnappy(bytes: Buffer, maxBytes: number): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) {
    const output = new BoundedOutput(maxBytes)
    decompressBlock(bytes, output)
    return output.take()
  }
  const output = new BoundedOutput(maxBytes)
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw new Undecodable('the compressed bytes end too early')
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw new Undecodable('the compressed bytes end too early')
    decompressBlock(bytes.subarray(at + 4, end), output)
    at = end
  }
  return output.take()
}

function decompressBlock(bytes: Buffer, output: BoundedOutput): void {
  let at = 0
  const next = (count: number): number => {
    if (at + count > bytes.length) throw new Undecodable('the compressed bytes end too early')
    const value = bytes.readUIntLE(at, count)
    at += count
    return value
  }

  let announced = 0
  for (let shift = 0; ; shift += 7) {
    if (shift > 28) throw new Undecodable('the length in front of a Snappy block is wrong')
    const byte = next(1)
    announced += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) break
  }

  const begin = output.length
  while (at < bytes.length) {
    const tag = next(1)
    const upper = tag >>> 2
    switch (tag & 3) {
      case 0: {
        // From 60 on, one to four bytes with the length follow.
        const length = (upper < 60 ? upper : next(upper - 59)) + 1
        output.append(bytes, at, at + length)
        at += length
        break
      }
      case 1:
        repeat(((upper & 0x38) << 5) | next(1), (upper & 7) + 4)
        break
      case 2:
        repeat(next(2), upper + 1)
        break
      default:
        repeat(next(4), upper + 1)
    }
  }
  if (output.length - begin !== announced)
    throw new Undecodable('a Snappy block has another length than it announces')

  function repeat(distance: number, length: number): void {
    if (distance > output.length - begin)
      throw new Undecodable('the compressed bytes refer to what is not there')
    output.repeat(distance, length)
  }
}
