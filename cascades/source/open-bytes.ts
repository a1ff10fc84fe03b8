import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isGzip } from '../../files/decode-text.ts'

const PIECE_BYTES = 1 << 18

/** The bytes of a file, piece by piece; gzip, known by its name or its first bytes, is unpacked. */
export async function* openBytes(file: string): AsyncGenerator<Buffer> {
  const isPacked = file.endsWith('.gz') || (await beginsWithGzip(file))
  const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES })
  // The callback is what makes pipeline destroy both ends; the reader of the result sees the error itself.
  const stream: Readable = isPacked
    ? pipeline(bytes, createGunzip({ chunkSize: PIECE_BYTES }), () => {})
    : bytes
  try {
    for await (const piece of stream) yield piece as Buffer
  } finally {
    stream.destroy()
  }
}

async function beginsWithGzip(file: string): Promise<boolean> {
  for await (const piece of createReadStream(file, { end: 1 })) return isGzip(piece as Buffer)
  return false
}
