import { expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { type FaultyAnswer, startFaultyS3 } from '../harness/faulty-s3.ts'

// What only a store that is not sound does; what a sound one does is in s3.cluster.test.ts.
async function openFaulty(answer: FaultyAnswer): Promise<BlobStore> {
  const blobs = openS3(await startFaultyS3(() => answer))
  onTestFinished(() => blobs.close())
  return blobs
}

test.each([
  ['ignores If-None-Match', { status: 200 }],
  ['does not know If-None-Match', { status: 501, code: 'NotImplemented' }]
])('a store that %s is refused, and told why', async (_, answer) => {
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
])('a full store (%i %s) is told apart', async (status, code) => {
  const blobs = await openFaulty({ status, code })
  const put = blobs.putOnce('key', Buffer.from('x'))
  await expect(put).rejects.toMatchObject({ code: 'storage-full', kind: 'unavailable' })
})

test.each([
  [403, 'AccessDenied'],
  [404, 'NoSuchBucket'],
  [503, 'SlowDown']
])('a store that cannot serve (%i %s) says so by name, for every method', async (status, code) => {
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

test('a store that answers nothing is not waited for without end', async () => {
  const settings = await startFaultyS3(() => ({ status: 200 }))
  const blobs = openS3({ ...settings, endpoint: 'http://127.0.0.1:1', connectSeconds: 0.2 })
  onTestFinished(() => blobs.close())
  await expect(blobs.get('key')).rejects.toMatchObject({ code: 'blobs-unavailable' })
})
