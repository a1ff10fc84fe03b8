import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand
} from '@aws-sdk/client-s3'
import type { BlobStore } from '../../../ports/blobs.ts'
import { Failure } from '../../../ports/errors.ts'
import { retry } from '../../../retry/retry.ts'
import type { RetryPolicy } from '../../../retry/retry-policy.ts'
import { systemClock } from '../../clock/system.ts'
import { requireKey } from '../require-key.ts'
import { buildClient, type S3Settings } from './client.ts'
import { isMissing, isNotImplemented, isRefusedAsTaken, toFailure } from './failures.ts'
import { putOnce, readHead, type Target } from './put-once.ts'

/** Always there once checked; no key starts with a dot. */
const CHECK_KEY = '.groundswell/written-once'
const MOST_KEYS = 1000
const READ_RETRY: RetryPolicy = { firstDelayMs: 200, maxDelayMs: 1_000, maxAttempts: 3 }

/**
 * Blobs as the objects of one bucket, in any store that speaks S3 and honours If-None-Match. Connects when first asked;
 * `check` refuses a store that would let two writers win.
 */
export function openS3(settings: S3Settings): BlobStore {
  const { bucket, endpoint } = settings
  const client = buildClient(settings)
  const target: Target = { client, bucket }
  const place = `${endpoint ?? "Amazon's endpoint"}, bucket ${bucket},`

  async function named<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw toFailure(error, place)
    }
  }

  async function list(
    prefix: string,
    { startAfter, limit = Number.POSITIVE_INFINITY }: { startAfter?: string; limit?: number } = {}
  ): Promise<readonly string[]> {
    const keys: string[] = []
    let after = startAfter
    while (keys.length < limit) {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          StartAfter: after,
          MaxKeys: Math.min(limit - keys.length, MOST_KEYS)
        })
      )
      const found = (page.Contents ?? []).map(each => each.Key!)
      after = found.at(-1)
      keys.push(...found.filter(key => !key.startsWith('.')))
      if (!page.IsTruncated || after === undefined) break
    }
    return keys
  }

  /** Whether writing once was honoured: the second of two writes of a key is to be refused. */
  async function isSecondWriteRefused(): Promise<boolean> {
    for (const _ of ['free or taken', 'taken']) {
      try {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: CHECK_KEY, Body: new Uint8Array(1), IfNoneMatch: '*' })
        )
      } catch (error) {
        if (isRefusedAsTaken(error)) return true
        if (isNotImplemented(error)) return false
        throw error
      }
    }
    return false
  }

  return {
    putOnce: (key, bytes) =>
      named(async () => {
        requireKey(key)
        return putOnce(target, key, bytes)
      }),
    get: key =>
      named(async () => {
        requireKey(key)
        return readWhole(target, key)
      }),
    size: key =>
      named(async () => {
        requireKey(key)
        return (await readHead(target, key))?.size ?? null
      }),
    list: (prefix, options) => named(() => list(prefix, options)),
    remove: key =>
      named(async () => {
        requireKey(key)
        await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(error => {
          if (!isMissing(error)) throw error
        })
      }),
    check: () =>
      named(async () => {
        if (await isSecondWriteRefused()) return
        throw new Failure(
          'invalid-configuration',
          `the store at ${place} does not honour If-None-Match: of two writers of a model version both would win`,
          { field: 'S3_ENDPOINT' }
        )
      }),
    close: async () => client.destroy()
  }
}

/** The client tries requests again, but not an answer that broke off midway. */
async function readWhole(target: Target, key: string): Promise<Uint8Array | null> {
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

class BrokenAnswer extends Error {}

async function readOnce({ client, bucket }: Target, key: string): Promise<Uint8Array> {
  const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
  const bytes = new Uint8Array(ContentLength ?? 0)
  let filled = 0
  try {
    for await (const chunk of Body as Readable) {
      bytes.set(chunk, filled)
      filled += chunk.byteLength
    }
  } catch (cause) {
    throw new BrokenAnswer(`the answer broke off after ${filled} bytes: ${cause}`, { cause })
  }
  if (filled !== bytes.byteLength) throw new BrokenAnswer(`${filled} bytes came of ${bytes.byteLength}`)
  return bytes
}
