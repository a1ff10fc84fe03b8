import { createReadStream } from 'node:fs'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { isGzip } from '../../files/decode-text.ts'

const PIECE_BYTES = 1 << 18

/** Reads a file in chunks. Decompresses gzip, which it detects by the file's name or first bytes. */
export async function* openBytes(file: string): AsyncGenerator<Buffer> {
  const isPacked = file.endsWith('.gz') || (await beginsWithGzip(file))
  const bytes = createReadStream(file, { highWaterMark: PIECE_BYTES })
  // With a callback, pipeline destroys both streams; the consumer of the result still gets the error.
  const stream: Readable = isPacked
    ? pipeline(bytes, createGunzip({ chunkSize: PIECE_BYTES }), () => {})
    : bytes
  try {
    for await (const piece of stream) yield piece
  } finally {
    stream.destroy()
  }
}

async function beginsWithGzip(file: string): Promise<boolean> {
  for await (const piece of createReadStream(file, { end: 1 })) return isGzip(piece)
  return false
}
