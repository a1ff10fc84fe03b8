import { expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { type FaultyAnswer, startFaultyS3 } from '../harness/faulty-s3.ts'

// Faulty stores. s3.cluster.test.ts tests correct ones.
async function openFaulty(answer: FaultyAnswer): Promise<BlobStore> {
  const blobs = openS3(await startFaultyS3(() => answer))
  onTestFinished(() => blobs.close())
  return blobs
}

test.each([
  ['ignores If-None-Match', { status: 200 }],
  ['does not know If-None-Match', { status: 501, code: 'NotImplemented' }]
])('rejects a store that %s and says why', async (_, answer) => {
  const blobs = await openFaulty(answer)
  await expect(blobs.check()).rejects.toMatchObject({
    code: 'invalid-configuration',
    field: 'S3_ENDPOINT',
    message: expect.stringContaining('If-None-Match')
  })
})

test.each([
  [507, 'XMinioStorageFull'],
  [403, 'QuotaExceeded']
])('reports storage-full for a full store (%i %s)', async (status, code) => {
  const blobs = await openFaulty({ status, code })
  const put = blobs.putOnce('key', Buffer.from('x'))
  await expect(put).rejects.toMatchObject({ code: 'storage-full', kind: 'unavailable' })
})

test.each([
  [403, 'AccessDenied'],
  [404, 'NoSuchBucket'],
  [503, 'SlowDown']
])('names the error of the store (%i %s) in every method', async (status, code) => {
  const blobs = await openFaulty({ status, code })
  const attempts = [
    blobs.putOnce('key', Buffer.from('x')),
    blobs.get('key'),
    blobs.list(''),
    blobs.remove('key'),
    blobs.check()
  ]
  for (const attempt of await Promise.allSettled(attempts))
    expect(attempt).toMatchObject({
      status: 'rejected',
      reason: { code: 'blobs-unavailable', message: expect.stringContaining(code) }
    })
})

test('does not wait without limit for a store that cannot be reached', async () => {
  const settings = await startFaultyS3(() => ({ status: 200 }))
  const blobs = openS3({ ...settings, endpoint: 'http://127.0.0.1:1', connectSeconds: 0.2 })
  onTestFinished(() => blobs.close())
  await expect(blobs.get('key')).rejects.toMatchObject({ code: 'blobs-unavailable' })
})
