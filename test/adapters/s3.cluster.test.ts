import { randomBytes } from 'node:crypto'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import { secondStore } from '../../deploy/servers/settings.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { describeBlobs } from '../contract-suites/blobs.ts'
import { createBucket, type TestBucket } from '../harness/create-bucket.ts'
import { type CuttingProxy, startCuttingProxy } from '../harness/cutting-proxy.ts'
import { serverAddress } from '../harness/server-address.ts'

const stores = [
  ['MinIO', serverAddress('S3_ENDPOINT')],
  ['versitygw', secondStore]
] as const

for (const [name, endpoint] of stores) {
  let bucket: Promise<TestBucket> | undefined
  describeBlobs(name, async () => {
    bucket ??= createBucket(endpoint)
    return openS3((await bucket).settings)
  })
  afterAll(async () => (await bucket)?.remove())
}

async function openCut(endpoint: string): Promise<{
  readonly bucket: TestBucket
  readonly blobs: BlobStore
  readonly proxy: CuttingProxy
}> {
  const bucket = await createBucket(endpoint)
  const proxy = await startCuttingProxy(new URL(endpoint))
  const blobs = openS3({ ...bucket.settings, endpoint: `http://127.0.0.1:${proxy.port}` })
  onTestFinished(async () => {
    await blobs.close()
    await bucket.remove()
  })
  return { bucket, blobs, proxy }
}

test.each(stores)('%s: reports "stored" to the writer whose answer was lost', async (_, endpoint) => {
  const { blobs, proxy } = await openCut(endpoint)
  proxy.loseAnswers(1, 'PUT /')
  expect(await blobs.putOnce('history/1.json', Buffer.from('mine'))).toBe('stored')
  expect(proxy.lost()).toBe(1)
  expect(await blobs.putOnce('history/1.json', Buffer.from('mine'))).toBe('exists')
})

test.each(stores)(
  '%s: reports "stored" for a multipart upload whose answer was lost',
  async (_, endpoint) => {
    const { bucket, blobs, proxy } = await openCut(endpoint)
    const bytes = randomBytes(20_000_000)
    proxy.loseAnswers(1, 'CompleteMultipartUpload')
    expect(await blobs.putOnce('large', bytes)).toBe('stored')
    expect(proxy.lost()).toBe(1)
    expect(Buffer.from((await blobs.get('large'))!).equals(bytes)).toBe(true)
    expect(await bucket.unfinishedUploads()).toEqual([])
  }
)

test.each(stores)('%s: leaves no parts of multipart uploads that lost the race', async (_, endpoint) => {
  const { bucket, blobs } = await openCut(endpoint)
  const writers = [1, 2, 3].map(() => randomBytes(17_000_000))
  const answers = await Promise.all(writers.map(bytes => blobs.putOnce('large', bytes)))
  expect(answers.toSorted()).toEqual(['exists', 'exists', 'stored'])
  expect(await bucket.unfinishedUploads()).toEqual([])
})

test.each(stores)('%s: repeats a read whose answer breaks off', async (_, endpoint) => {
  const { blobs, proxy } = await openCut(endpoint)
  const bytes = randomBytes(5_000_000)
  await blobs.putOnce('key', bytes)
  proxy.loseAnswers(1, 'GET /', 1_000_000)
  expect(Buffer.from((await blobs.get('key'))!).equals(bytes)).toBe(true)
  expect(proxy.lost()).toBe(1)
})

test.each(stores)(
  '%s: reports blobs-unavailable during an outage and recovers after it',
  async (_, endpoint) => {
    const { blobs, proxy } = await openCut(endpoint)
    await blobs.putOnce('key', Buffer.from('x'))
    proxy.block()
    const attempts = [
      blobs.putOnce('other', Buffer.from('y')),
      blobs.get('key'),
      blobs.size('key'),
      blobs.list(''),
      blobs.check()
    ]
    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'blobs-unavailable' } })
    proxy.restore()
    await blobs.check()
    expect(await blobs.list('')).toEqual(['key'])
  }
)

test('names a missing bucket and a wrong key', async () => {
  const { bucket } = await openCut(stores[0][1])
  for (const [change, detail] of [
    [{ bucket: 'nowhere-at-all' }, 'NoSuchBucket'],
    [{ secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch']
  ] as const) {
    const blobs = openS3({ ...bucket.settings, ...change })
    await expect(blobs.check()).rejects.toMatchObject({
      code: 'blobs-unavailable',
      message: expect.stringContaining(detail)
    })
    await blobs.close()
  }
})
