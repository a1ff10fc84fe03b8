import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { systemClock } from '../../clock/system.ts'
import type { Target } from './client.ts'
import { isMissing } from './failures.ts'

const READ_RETRY: RetryPolicy = { firstDelayMs: 200, maxDelayMs: 1_000, maxAttempts: 3 }

/** What proxies on the way do to an object, although nobody asked them to. */
const decoders = new Map<string, (bytes: Uint8Array) => Promise<Uint8Array>>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)]
])

class BrokenAnswer extends Error {}

/** Null when there is none. The client tries requests again, but not an answer that broke off midway. */
export async function readObject(target: Target, key: string): Promise<Uint8Array | null> {
  const read = () =>
    readOnce(target, key).catch(error => {
      if (isMissing(error)) return null
      throw error
    })
  return retry(read, {
    policy: READ_RETRY,
    clock: systemClock,
    isRetryable: error => error instanceof BrokenAnswer
  })
}

/** Size in bytes, where the store says it, and the writer's mark; null when there is no such object. */
export async function readHead(
  { client, bucket }: Target,
  key: string
): Promise<{ readonly size: number | undefined; readonly mark: string | undefined } | null> {
  try {
    const { ContentLength, ContentEncoding, Metadata } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key })
    )
    const length = listEncodings(ContentEncoding).length === 0 ? ContentLength : undefined
    return { size: readBytes(Metadata) ?? length, mark: Metadata?.writer }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function readOnce({ client, bucket }: Target, key: string): Promise<Uint8Array> {
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const encodings = listEncodings(answer.ContentEncoding)
  const length = readBytes(answer.Metadata)
  const sent = await collect(
    answer.Body as Readable,
    answer.ContentLength ?? (encodings.length === 0 ? length : undefined)
  )
  const bytes = await decode(sent, encodings)
  if (length !== undefined && bytes.byteLength !== length)
    throw new BrokenAnswer(`${bytes.byteLength} bytes came of ${length}`)
  return bytes
}

/** The length is not always said: a store that streams, or a proxy that compresses, sends chunks until the end. */
async function collect(body: Readable, length: number | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let filled = 0
  const whole = length === undefined ? null : new Uint8Array(length)
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      if (whole === null) chunks.push(chunk)
      else if (filled + chunk.byteLength <= whole.byteLength) whole.set(chunk, filled)
      filled += chunk.byteLength
    }
  } catch (cause) {
    throw new BrokenAnswer(`the answer broke off after ${filled} bytes: ${cause}`, { cause })
  }
  if (whole === null) return Buffer.concat(chunks)
  if (filled !== whole.byteLength) throw new BrokenAnswer(`${filled} bytes came of ${whole.byteLength}`)
  return whole
}

async function decode(bytes: Uint8Array, encodings: readonly string[]): Promise<Uint8Array> {
  let decoded = bytes
  for (const encoding of encodings.toReversed()) {
    const decoder = decoders.get(encoding)
    if (!decoder) throw new Error(`the answer is encoded as ${encoding}, which cannot be read`)
    decoded = await decoder(decoded).catch(cause => {
      throw new BrokenAnswer(`the answer is not what it says to be (${encoding}): ${cause}`, { cause })
    })
  }
  return decoded
}

/** Some stores keep 'aws-chunked', which says how the object was sent to them. */
function listEncodings(header: string | undefined): readonly string[] {
  const names = (header ?? '').split(',').map(name => name.trim().toLowerCase())
  return names.filter(name => name !== '' && name !== 'identity' && name !== 'aws-chunked')
}

/** What the writer has written of it: see put-once. */
function readBytes(metadata: Record<string, string> | undefined): number | undefined {
  const bytes = Number(metadata?.bytes ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
