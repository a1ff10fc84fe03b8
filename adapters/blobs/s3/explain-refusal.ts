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

/** What the operator has to change; null where the error is not one of the settings. */
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
      reason: `${reason}: set S3_REGION to ${wanted ?? `that of the bucket`}, and S3_ENDPOINT (if any) to one of that region`
    }
  }
  if (wrongKeys.includes(name))
    return {
      field: 'S3_ACCESS_KEY_ID',
      reason: `the keys are refused (${name}): set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY`
    }
  if (name === 'InvalidBucketName') return { field: 'S3_BUCKET', reason: `${bucket} is no name of a bucket` }
  if (forcePathStyle && wantsHostNames.includes(name))
    return {
      field: 'S3_PATH_STYLE',
      reason: 'the store wants the bucket in the host name: set S3_PATH_STYLE=false'
    }
  if (!forcePathStyle && endpoint !== undefined && 'code' in error && unresolved.includes(String(error.code)))
    return {
      field: 'S3_PATH_STYLE',
      reason: `the bucket's host name is unknown (${message}): set S3_PATH_STYLE=true, or create the name`
    }
  return null
}

/** Amazon names the bucket's region in the body, or in a header where an answer has no body. */
function readRegion(error: Error): string | undefined {
  if ('Region' in error && typeof error.Region === 'string') return error.Region
  const headers = error instanceof S3ServiceException ? error.$response?.headers : undefined
  return headers?.['x-amz-bucket-region']
}
