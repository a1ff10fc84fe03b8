import { S3ServiceException } from '@aws-sdk/client-s3'
import { Failure } from '../../../ports/errors.ts'
import { errorCodeOf } from '../../../ports/to-error.ts'
import type { S3Settings } from './client.ts'
import { explainRefusal } from './explain-refusal.ts'

/** The key exists already. */
export function isRefusedAsTaken(error: unknown): boolean {
  return nameOf(error) === 'PreconditionFailed' || statusOf(error) === 412
}

/** Another upload of this key was in progress: a retry may succeed. */
export function isRace(error: unknown): boolean {
  return nameOf(error) === 'ConditionalRequestConflict' || nameOf(error) === 'OperationAborted'
}

/** versitygw stores keys as files: a key below an existing key has its own error. */
export function isMissing(error: unknown): boolean {
  return ['NoSuchKey', 'NotFound', 'ObjectParentIsFile', 'ExistingObjectIsDirectory'].includes(nameOf(error))
}

export function isUploadGone(error: unknown): boolean {
  return nameOf(error) === 'NoSuchUpload'
}

export function isNotImplemented(error: unknown): boolean {
  return nameOf(error) === 'NotImplemented' || statusOf(error) === 501
}

export function describeLocation({ endpoint, bucket }: S3Settings): string {
  return `${endpoint ?? "Amazon's endpoint"}, bucket ${bucket},`
}

/** Converts an error of the store or the network to a Failure. Other errors are returned unchanged. */
export function toFailure(error: unknown, settings: S3Settings): unknown {
  if (error instanceof Failure || error instanceof TypeError || !(error instanceof Error)) return error
  const location = describeLocation(settings)
  if (statusOf(error) === 507 || /StorageFull|QuotaExceeded|InsufficientStorage|NoSpace/i.test(nameOf(error)))
    return new Failure('storage-full', `the store at ${location} is full`, {
      retryAfterSeconds: 30,
      cause: error
    })
  const reason = explainRefusal(error, settings)?.reason ?? describe(error)
  return new Failure('blobs-unavailable', `the store at ${location} failed: ${reason}`, {
    retryAfterSeconds: 5,
    cause: error
  })
}

function describe(error: Error): string {
  return [error.name, errorCodeOf(error), error.message].filter(part => part && part !== 'Error').join(', ')
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}
