import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { systemClock } from '../../clock/system.ts'
import type { Target } from './client.ts'
import { isMissing } from './failures.ts'

const READ_RETRY: RetryPolicy = { firstDelayMs: 200, maxDelayMs: 1_000, maxAttempts: 3 }

/** Encodings that a proxy may apply to an object without a request for it. */
const decoders = new Map<string, (bytes: Uint8Array) => Promise<Uint8Array>>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)]
])

class BrokenAnswer extends Error {}

/** Null if there is no such object. Retries an incomplete answer, which the client does not retry. */
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

/** The size in bytes, if the store returns it, and the mark of the writer. Null if there is no such object. */
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
  if (!(answer.Body instanceof Readable)) throw new BrokenAnswer('received no body')
  const sent = await collect(
    answer.Body,
    answer.ContentLength ?? (encodings.length === 0 ? length : undefined)
  )
  const bytes = await decode(sent, encodings)
  if (length !== undefined && bytes.byteLength !== length)
    throw new BrokenAnswer(`received ${bytes.byteLength} of ${length} bytes`)
  return bytes
}

/** The length may be unknown: some stores stream chunks until the end, and so do proxies that compress. */
async function collect(body: AsyncIterable<Uint8Array>, length: number | undefined): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let filled = 0
  const whole = length === undefined ? null : new Uint8Array(length)
  try {
    for await (const chunk of body) {
      if (whole === null) chunks.push(chunk)
      else if (filled + chunk.byteLength <= whole.byteLength) whole.set(chunk, filled)
      filled += chunk.byteLength
    }
  } catch (cause) {
    throw new BrokenAnswer(`the connection broke after ${filled} bytes: ${cause}`, { cause })
  }
  if (whole === null) return Buffer.concat(chunks)
  if (filled !== whole.byteLength) throw new BrokenAnswer(`received ${filled} of ${whole.byteLength} bytes`)
  return whole
}

async function decode(bytes: Uint8Array, encodings: readonly string[]): Promise<Uint8Array> {
  let decoded = bytes
  for (const encoding of encodings.toReversed()) {
    const decoder = decoders.get(encoding)
    if (!decoder) throw new Error(`the answer has the unknown encoding ${encoding}`)
    decoded = await decoder(decoded).catch(cause => {
      throw new BrokenAnswer(`the answer is not valid ${encoding}: ${cause}`, { cause })
    })
  }
  return decoded
}

/** Some stores return 'aws-chunked', the encoding of the upload, which the object itself does not have. */
function listEncodings(header: string | undefined): readonly string[] {
  const names = (header ?? '').split(',').map(name => name.trim().toLowerCase())
  return names.filter(name => name !== '' && name !== 'identity' && name !== 'aws-chunked')
}

/** The size that put-once.ts stored in the metadata. */
function readBytes(metadata: Record<string, string> | undefined): number | undefined {
  const bytes = Number(metadata?.bytes ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
