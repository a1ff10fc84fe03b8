import {
  CreateBucketCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3ServiceException
} from '@aws-sdk/client-s3'
import { Failure } from '../../../ports/errors.ts'
import { buildClient, type S3Settings, type Target } from './client.ts'
import { explainRefusal } from './explain-refusal.ts'
import { describeLocation, isMissing, toFailure } from './failures.ts'

const alreadyExists = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists']

/**
 * Creates the bucket if it does not exist. Throws Failure('blobs-unavailable'), and Failure('invalid-configuration') if
 * the store rejects the settings, which a retry would not change.
 */
export async function ensureBucket(settings: S3Settings): Promise<void> {
  const { bucket, region, endpoint } = settings
  const client = buildClient(settings)
  try {
    if (await hasBucket({ client, bucket })) return
    // Amazon rejects a LocationConstraint for us-east-1 and requires it for every other region.
    const needsLocation = endpoint === undefined && region !== 'us-east-1'
    const location = needsLocation
      ? { CreateBucketConfiguration: { LocationConstraint: region as 'EU' } }
      : {}
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...location })).catch(error => {
      if (!alreadyExists.includes(error.name)) throw error
    })
  } catch (error) {
    throw toRefusal(error, settings) ?? toFailure(error, settings)
  } finally {
    client.destroy()
  }
}

/** Throws the store's error if it rejects the request. */
export async function hasBucket({ client, bucket }: Target): Promise<boolean> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket })).catch(error => {
      // The answer to a HEAD request has no body; a listing returns the reason.
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
      `the store at ${describeLocation(settings)} rejected the request: ${refusal.reason}`,
      {
        field: refusal.field,
        cause: error
      }
    )
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
  if (status !== 401 && status !== 403) return null
  return new Failure(
    'invalid-configuration',
    `S3_ACCESS_KEY_ID has no access to the bucket ${settings.bucket}: grant access, or create the bucket`,
    { field: 'S3_BUCKET', cause: error }
  )
}

function isRefused(error: unknown): boolean {
  const status = error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0
  return status >= 300 && status < 500
}
