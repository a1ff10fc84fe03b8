import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import type { BlobStore } from '../../../ports/blobs.ts'
import { Failure } from '../../../ports/errors.ts'
import { requireKey } from '../require-key.ts'
import { buildClient, type S3Settings, type Target } from './client.ts'
import { isMissing, placeOf, toFailure } from './failures.ts'
import { findUnconditionalWrite } from './find-unconditional-write.ts'
import { listKeys } from './list-keys.ts'
import { putOnce } from './put-once.ts'
import { readHead, readObject } from './read-object.ts'

/**
 * Blobs as the objects of one bucket, in any store that speaks S3 and honours If-None-Match. Connects when first asked;
 * `check` refuses a store that would let two writers win.
 */
export function openS3(settings: S3Settings): BlobStore {
  const client = buildClient(settings)
  const target: Target = { client, bucket: settings.bucket }
  let isProven = false

  async function named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw toFailure(error, settings)
    }
  }

  function keyed<T>(key: string, work: () => Promise<T>): Promise<T> {
    return named(() => {
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
    // What the store does with uploads in parts is asked once, whether it can still be written to at each check.
    const operation = await findUnconditionalWrite(target, isProven ? ['PutObject'] : undefined)
    if (operation !== null)
      throw new Failure(
        'invalid-configuration',
        `the store at ${placeOf(settings)} does not honour If-None-Match on ${operation}: of two writers of a model ` +
          'version both would win. Use a store that does: Amazon S3, MinIO, versitygw',
        { field: 'S3_ENDPOINT' }
      )
    isProven = true
  }

  return {
    putOnce: (key, bytes) => keyed(key, () => putOnce(target, key, bytes)),
    get: key => keyed(key, () => readObject(target, key)),
    size: key => keyed(key, () => readSize(key)),
    list: (prefix, options) => named(() => listKeys(target, prefix, options)),
    remove: key =>
      keyed(key, async () => {
        await client.send(new DeleteObjectCommand({ Bucket: settings.bucket, Key: key })).catch(error => {
          if (!isMissing(error)) throw error
        })
      }),
    check: () => named(requireConditionalWrites),
    close: async () => client.destroy()
  }
}
