import type { Target } from './client.ts'
import { isNotImplemented, isRefusedAsTaken } from './failures.ts'
import { putInParts, putWhole, retryRaces } from './put-once.ts'

type Operation = 'PutObject' | 'CompleteMultipartUpload'

/** Remains in the bucket after the first check. No key of a blob starts with a dot. */
const CHECK_KEY = '.groundswell/written-once'

/**
 * Finds the operation for which the store ignores If-None-Match, so that the second of two writers would overwrite the
 * first. Null if the store honours it for all operations.
 */
export async function findUnconditionalWrite(
  target: Target,
  operations: readonly Operation[] = ['PutObject', 'CompleteMultipartUpload']
): Promise<Operation | null> {
  const content = { bytes: new Uint8Array(1), mark: 'check' }
  for (const operation of operations) {
    const put = operation === 'PutObject' ? putWhole : putInParts
    if (!(await isSecondWriteRefused(() => put(target, CHECK_KEY, content)))) return operation
  }
  return null
}

/** Works whether the key exists or not before the first write. */
async function isSecondWriteRefused(write: () => Promise<unknown>): Promise<boolean> {
  const isRefused = () =>
    write().then(
      () => false,
      error => {
        if (isRefusedAsTaken(error)) return true
        throw error
      }
    )
  try {
    return (await retryRaces(isRefused)) || (await retryRaces(isRefused))
  } catch (error) {
    if (isNotImplemented(error)) return false
    throw error
  }
}
