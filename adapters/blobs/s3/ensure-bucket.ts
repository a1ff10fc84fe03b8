import { CreateBucketCommand, HeadBucketCommand, S3ServiceException } from '@aws-sdk/client-s3'
import { Failure } from '../../../ports/errors.ts'
import { buildClient, type S3Settings } from './client.ts'
import { isMissing, toFailure } from './failures.ts'

const madeByAnother = ['BucketAlreadyOwnedByYou', 'BucketAlreadyExists']

/** Makes the bucket where there is none. Throws Failure('blobs-unavailable'), 'invalid-configuration' where it may not. */
export async function ensureBucket(settings: S3Settings): Promise<void> {
  const { bucket, region, endpoint } = settings
  const client = buildClient(settings)
  try {
    if (await isThere(() => client.send(new HeadBucketCommand({ Bucket: bucket })))) return
    // Amazon's first region is the only one that is not named.
    const isElsewhere = endpoint === undefined && region !== 'us-east-1'
    const place = isElsewhere ? { CreateBucketConfiguration: { LocationConstraint: region as 'EU' } } : {}
    await client.send(new CreateBucketCommand({ Bucket: bucket, ...place })).catch(error => {
      if (!madeByAnother.includes(error.name)) throw error
    })
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
    if (status === 401 || status === 403)
      throw new Failure(
        'invalid-configuration',
        `the bucket ${bucket} may not be used with these keys, or is to be made by hand`,
        { field: 'S3_BUCKET', cause: error }
      )
    throw toFailure(error, `${endpoint ?? "Amazon's endpoint"}, bucket ${bucket},`)
  } finally {
    client.destroy()
  }
}

async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && error.name === 'NoSuchBucket')) return false
    throw error
  }
}
