import { S3ServiceException } from '@aws-sdk/client-s3'
import type { S3Settings } from './client.ts'

interface Refusal {
  /** The setting that is wrong. */
  readonly field: 'S3_REGION' | 'S3_PATH_STYLE' | 'S3_ENDPOINT' | 'S3_BUCKET' | 'S3_ACCESS_KEY_ID'
  /** What is wrong, and what to do. */
  readonly reason: string
}

const wrongRegion = [
  'AuthorizationHeaderMalformed',
  'PermanentRedirect',
  'TemporaryRedirect',
  'IllegalLocationConstraintException',
  'InvalidRegion'
]
const wrongKeys = ['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidToken', 'ExpiredToken']
const wantsHostNames = ['SecondLevelDomainForbidden', 'VirtualHostDomainRequired', 'PathStyleNotSupported']
const unresolved = ['ENOTFOUND', 'EAI_AGAIN']

/** The setting to change and how. Null if the settings did not cause the error. */
export function explainRefusal(error: unknown, settings: S3Settings): Refusal | null {
  if (!(error instanceof Error)) return null
  const { bucket, region, endpoint, forcePathStyle } = settings
  const { name, message } = error
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined

  if (wrongRegion.includes(name) || status === 301) {
    const wanted = readRegion(error)
    const reason = `the bucket ${bucket} is not in the region ${region}`
    if (wanted === region) return { field: 'S3_ENDPOINT', reason: `${reason}'s endpoint: ${message}` }
    return {
      field: 'S3_REGION',
      reason: `${reason}: set S3_REGION to ${wanted ?? `the region of the bucket`}, and S3_ENDPOINT (if set) to an endpoint of that region`
    }
  }
  if (wrongKeys.includes(name))
    return {
      field: 'S3_ACCESS_KEY_ID',
      reason: `the keys are not valid (${name}): set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY`
    }
  if (name === 'InvalidBucketName')
    return { field: 'S3_BUCKET', reason: `${bucket} is not a valid bucket name` }
  if (forcePathStyle && wantsHostNames.includes(name))
    return {
      field: 'S3_PATH_STYLE',
      reason: 'the store requires the bucket in the host name: set S3_PATH_STYLE=false'
    }
  if (!forcePathStyle && endpoint !== undefined && 'code' in error && unresolved.includes(String(error.code)))
    return {
      field: 'S3_PATH_STYLE',
      reason: `the host name of the bucket does not resolve (${message}): set S3_PATH_STYLE=true, or create a DNS record`
    }
  return null
}

/** Amazon returns the region of the bucket in the body, or in a header if the answer has no body. */
function readRegion(error: Error): string | undefined {
  if ('Region' in error && typeof error.Region === 'string') return error.Region
  const headers = error instanceof S3ServiceException ? error.$response?.headers : undefined
  return headers?.['x-amz-bucket-region']
}
