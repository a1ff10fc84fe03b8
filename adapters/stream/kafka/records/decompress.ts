import { promisify } from 'node:util'
import { unzip, zstdDecompress } from 'node:zlib'
import { decompressLz4 } from './lz4.ts'
import { decompressSnappy } from './snappy.ts'
import { Undecodable } from './undecodable.ts'

const unzipAsync = promisify(unzip)
const zstdDecompressAsync = promisify(zstdDecompress)

/** The last three bits of the attributes of a batch are its codec. */
const CODEC_MASK = 7
type Decompress = (bytes: Buffer, maxBytes: number) => Buffer | Promise<Buffer>

const codecs: ReadonlyMap<number, { readonly name: string; readonly decompress: Decompress }> = new Map([
  [0, { name: 'none', decompress: (bytes: Buffer) => bytes }],
  [1, { name: 'gzip', decompress: (bytes, maxBytes) => unzipAsync(bytes, { maxOutputLength: maxBytes }) }],
  [2, { name: 'snappy', decompress: decompressSnappy }],
  [3, { name: 'lz4', decompress: decompressLz4 }],
  [
    4,
    {
      name: 'zstd',
      decompress: (bytes, maxBytes) => zstdDecompressAsync(bytes, { maxOutputLength: maxBytes })
    }
  ]
])

export function isCompressed(attributes: number): boolean {
  return (attributes & CODEC_MASK) !== 0
}

/** Throws Undecodable for invalid bytes, and if the result would have more than `maxBytes`. */
export async function decompress(bytes: Buffer, attributes: number, maxBytes: number): Promise<Buffer> {
  const codec = codecs.get(attributes & CODEC_MASK)
  if (!codec) throw new Undecodable(`compressed with an unknown codec, ${attributes & CODEC_MASK}`)
  try {
    return await codec.decompress(bytes, maxBytes)
  } catch (cause) {
    throw new Undecodable(`${codec.name}: ${reasonOf(cause, maxBytes)}`, { cause })
  }
}

function reasonOf(cause: unknown, maxBytes: number): string {
  if (!(cause instanceof Error)) return String(cause)
  const isTooLarge = 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
  return isTooLarge ? `more than ${maxBytes} bytes when decompressed` : cause.message
}
