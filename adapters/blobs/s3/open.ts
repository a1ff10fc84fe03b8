import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { BlobStore } from '../../../ports/blobs.ts'
import { Failure } from '../../../ports/errors.ts'
import { requireKey } from '../require-key.ts'
import { buildClient, type S3Settings, type Target } from './client.ts'
import { describeLocation, isMissing, toFailure } from './failures.ts'
import { findUnconditionalWrite } from './find-unconditional-write.ts'
import { listKeys } from './list-keys.ts'
import { putOnce } from './put-once.ts'
import { readHead, readObject } from './read-object.ts'

/**
 * Blobs as objects of one bucket, in any S3 store that honours If-None-Match. Connects at the first request. `check`
 * throws Failure('invalid-configuration') for a store that would let two writers of a key succeed.
 */
export function openS3(settings: S3Settings): BlobStore {
  const client = buildClient(settings)
  const target: Target = { client, bucket: settings.bucket }
  let isMultipartChecked = false

  async function withNamedErrors<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw toFailure(error, settings)
    }
  }

  function withValidKey<T>(key: string, work: () => Promise<T>): Promise<T> {
    return withNamedErrors(() => {
      requireKey(key)
      return work()
    })
  }

  async function readSize(key: string): Promise<number | null> {
    const head = await readHead(target, key)
    if (head === null) return null
    return head.size ?? (await readObject(target, key))?.byteLength ?? null
  }

  async function requireConditionalWrites(): Promise<void> {
    // Multipart uploads are checked once; later checks only test that the store accepts writes.
    const operation = await findUnconditionalWrite(target, isMultipartChecked ? ['PutObject'] : undefined)
    if (operation !== null)
      throw new Failure(
        'invalid-configuration',
        `the store at ${describeLocation(settings)} does not honour If-None-Match on ${operation}: two writers could ` +
          'overwrite the same model version. Use a store that does: Amazon S3, MinIO, versitygw',
        { field: 'S3_ENDPOINT' }
      )
    isMultipartChecked = true
  }

  return {
    putOnce: (key, bytes) => withValidKey(key, () => putOnce(target, key, bytes)),
    get: key => withValidKey(key, () => readObject(target, key)),
    size: key => withValidKey(key, () => readSize(key)),
    list: (prefix, options) => withNamedErrors(() => listKeys(target, prefix, options)),
    remove: key =>
      withValidKey(key, async () => {
        await client.send(new DeleteObjectCommand({ Bucket: settings.bucket, Key: key })).catch(error => {
          if (!isMissing(error)) throw error
        })
      }),
    check: () => withNamedErrors(requireConditionalWrites),
    close: async () => client.destroy()
  }
}
