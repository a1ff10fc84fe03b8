import {
  CreateBucketCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3ServiceException
} from '@aws-sdk/client-s3'
import { Failure } from '../../../ports/errors.ts'
import { buildClient, type S3Settings, type Target } from './client.ts'
import { explainRefusal } from './explain-refusal.ts'
import { isMissing, placeOf, toFailure } from './failures.ts'

const madeByAnother = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists']

/**
 * Makes the bucket where there is none. Throws Failure('blobs-unavailable'), and 'invalid-configuration' where the store
 * refuses it: waiting would not help.
 */
export async function ensureBucket(settings: S3Settings): Promise<void> {
  const { bucket, region, endpoint } = settings
  const client = buildClient(settings)
  try {
    if (await hasBucket({ client, bucket })) return
    // Amazon's first region is the only one that is not named.
    const isElsewhere = endpoint === undefined && region !== 'us-east-1'
    const place = isElsewhere ? { CreateBucketConfiguration: { LocationConstraint: region as 'EU' } } : {}
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...place })).catch(error => {
      if (!madeByAnother.includes(error.name)) throw error
    })
  } catch (error) {
    throw toRefusal(error, settings) ?? toFailure(error, settings)
  } finally {
    client.destroy()
  }
}

/** Throws what the store refuses, named where it can be. */
export async function hasBucket({ client, bucket }: Target): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket })).catch(error => {
      // An answer to HEAD has no body to say what is wrong.
      if (isMissing(error) || !isRefused(error)) throw error
      return client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))
    })
    return true
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && error.name === 'NoSuchBucket')) return false
    throw error
  }
}

function toRefusal(error: unknown, settings: S3Settings): Failure | null {
  const refusal = explainRefusal(error, settings)
  if (refusal !== null)
    return new Failure(
      'invalid-configuration',
      `the store at ${placeOf(settings)} refused: ${refusal.reason}`,
      {
        field: refusal.field,
        cause: error
      }
    )
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  if (status !== 401 && status !== 403) return null
  return new Failure(
    'invalid-configuration',
    `the bucket ${settings.bucket} may not be used with these keys, or is to be made by hand`,
    { field: 'S3_BUCKET', cause: error }
  )
}

function isRefused(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0
  return status >= 300 && status < 500
}
