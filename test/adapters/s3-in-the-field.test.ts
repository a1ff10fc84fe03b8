import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { S3Settings } from '../../adapters/blobs/s3/client.ts'
import { ensureBucket } from '../../adapters/blobs/s3/ensure-bucket.ts'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { fail, type MemoryS3, type S3Faults, startMemoryS3, xml } from '../harness/memory-s3.ts'

const LARGE_BYTES = 8 * 2 ** 20 + 1

async function open(faults: S3Faults = {}): Promise<{ readonly blobs: BlobStore; readonly s3: MemoryS3 }> {
  const s3 = await startMemoryS3(faults)
  return { s3, blobs: openAgain(s3.settings) }
}

function openAgain(settings: S3Settings): BlobStore {
  const blobs = openS3(settings)
  onTestFinished(() => blobs.close())
  return blobs
}

const bytes = Buffer.from('the bytes of a model version '.repeat(50))

test('reads an object and its size when the answers have no Content-Length', async () => {
  const { blobs } = await open({ isLengthMissing: true })
  await blobs.putOnce('key', bytes)
  await blobs.putOnce('empty', new Uint8Array())
  expect(Buffer.from((await blobs.get('key')) ?? [])).toEqual(bytes)
  expect(await blobs.get('empty')).toHaveLength(0)
  expect(await blobs.size('key')).toBe(bytes.length)
})

test('reads an object of another program, without size and mark in its metadata', async () => {
  const { blobs, s3 } = await open({ isLengthMissing: true })
  s3.objects.set('key', { body: bytes, metadata: {} })
  expect(Buffer.from((await blobs.get('key')) ?? [])).toEqual(bytes)
  expect(await blobs.size('key')).toBe(bytes.length)
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
  ['aws-chunked', (plain: Uint8Array) => plain]
])('decodes an object that a proxy has encoded as %s', async (name, apply) => {
  for (const isLengthMissing of [true, false]) {
    const { blobs } = await open({ encode: { name, apply }, isLengthMissing })
    await blobs.putOnce('key', bytes)
    expect(Buffer.from((await blobs.get('key')) ?? [])).toEqual(bytes)
    expect(await blobs.size('key')).toBe(bytes.length)
  }
})

test('reports an encoding that it cannot decode', async () => {
  const { blobs } = await open({ encode: { name: 'compress', apply: plain => plain } })
  await blobs.putOnce('key', bytes)
  await expect(blobs.get('key')).rejects.toMatchObject({
    code: 'blobs-unavailable',
    message: expect.stringContaining('unknown encoding compress')
  })
})

test('repeats a read if an answer without Content-Length ends early', async () => {
  let cuts = 1
  const { blobs } = await open({
    isLengthMissing: true,
    encode: { name: 'identity', apply: whole => (cuts-- > 0 ? whole.subarray(0, 100) : whole) }
  })
  await blobs.putOnce('key', bytes)
  expect(await blobs.get('key')).toHaveLength(bytes.length)
})

test('rejects a store that ignores If-None-Match on CompleteMultipartUpload', async () => {
  const { blobs, s3 } = await open({ ignoresConditionOnParts: true })
  await expect(blobs.check()).rejects.toMatchObject({
    code: 'invalid-configuration',
    field: 'S3_ENDPOINT',
    message: expect.stringContaining('If-None-Match on CompleteMultipartUpload')
  })
  expect(s3.uploads.size).toBe(0)
})

test('accepts a correct store and checks multipart uploads only once', async () => {
  const { blobs, s3 } = await open()
  await blobs.check()
  expect(s3.uploads.size).toBe(0)
  const before = s3.requests.length
  await blobs.check()
  expect(s3.requests.slice(before).map(({ method }) => method)).toEqual(['PUT'])
  expect(await blobs.list('')).toEqual([])
})

test('repeats the check if another process checks the same key at the same time', async () => {
  let conflicts = 2
  const { blobs } = await open({
    intercept: ({ method }, response) => {
      if (method !== 'PUT' || conflicts-- <= 0) return false
      fail(response, 409, 'ConditionalRequestConflict')
      return true
    }
  })
  await blobs.check()
})

test.each([
  ['an error', '<Error><Code>InternalError</Code><Message>late</Message></Error>\n'],
  ['nothing of an upload', ' ']
])('does not report an upload as stored if the answer is 200 with %s', async (_, body) => {
  const { blobs } = await open({
    intercept: (request, response) => {
      if (request.method !== 'POST' || !request.url?.includes('uploadId')) return false
      xml(response, 200, body)
      return true
    }
  })
  await expect(blobs.putOnce('key', new Uint8Array(LARGE_BYTES))).rejects.toMatchObject({
    code: 'blobs-unavailable'
  })
})

test('lets one of two writers of a large key succeed although the store ignores the condition', async () => {
  const { blobs } = await open({ ignoresConditionOnParts: true })
  const writers = [1, 2].map(fill => new Uint8Array(LARGE_BYTES).fill(fill))
  const outcomes = await Promise.all(writers.map(each => blobs.putOnce('key', each)))
  const kept = await blobs.get('key')
  expect(outcomes[(kept?.[0] ?? 0) - 1]).toBe('stored')
})

test('stores a small object without an ETag and names a part without one', async () => {
  const { blobs } = await open({ isEtagMissing: () => true })
  expect(await blobs.putOnce('small', bytes)).toBe('stored')
  expect(await blobs.putOnce('small', bytes)).toBe('exists')
  await expect(blobs.putOnce('large', new Uint8Array(LARGE_BYTES))).rejects.toThrow(
    /UploadPart \d has no ETag/
  )
})

test('sends no Expect header, which some proxies answer with 417', async () => {
  const { blobs, s3 } = await open()
  await blobs.putOnce('key', new Uint8Array(LARGE_BYTES - 1))
  await blobs.putOnce('large', new Uint8Array(LARGE_BYTES))
  expect(s3.requests.filter(({ headers }) => headers.expect !== undefined)).toEqual([])
})

test.each([
  ['a body', 'GET', 301, 'PermanentRedirect', '<Region>eu-west-1</Region>', 'S3_REGION', 'eu-west-1'],
  [
    'a signature',
    'GET',
    400,
    'AuthorizationHeaderMalformed',
    '<Region>eu-west-1</Region>',
    'S3_REGION',
    'eu-west-1'
  ],
  ['a wrong key', 'GET', 403, 'InvalidAccessKeyId', '', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['a wrong secret', 'GET', 403, 'SignatureDoesNotMatch', '', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['path style', 'GET', 403, 'SecondLevelDomainForbidden', '', 'S3_PATH_STYLE', 'S3_PATH_STYLE=false']
])(
  'names the wrong setting if the store rejects %s',
  async (_, _method, status, code, more, field, detail) => {
    const s3 = await startMemoryS3({
      intercept: (request, response) => {
        if (request.method === 'HEAD') response.writeHead(status).end()
        else fail(response, status, code, more)
        return true
      }
    })
    await expect(ensureBucket(s3.settings)).rejects.toMatchObject({
      code: 'invalid-configuration',
      field,
      message: expect.stringContaining(detail)
    })
    await expect(openAgain(s3.settings).get('key')).rejects.toThrow(detail)
  }
)

test('names the region of a redirect without a body', async () => {
  const s3 = await startMemoryS3({
    intercept: (_, response) => {
      response.writeHead(301, { 'x-amz-bucket-region': 'ap-south-1' }).end()
      return true
    }
  })
  await expect(ensureBucket(s3.settings)).rejects.toMatchObject({ field: 'S3_REGION', message: /ap-south-1/ })
})

test('accepts a bucket that allows listing but not HEAD', async () => {
  const s3 = await startMemoryS3({
    intercept: (request, response) => {
      if (request.method !== 'HEAD') return false
      response.writeHead(403).end()
      return true
    }
  })
  await ensureBucket(s3.settings)
})
