import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { isKey } from '../require-key.ts'
import type { Target } from './client.ts'

const MAX_KEYS = 1000
const MAX_EMPTY_PAGES = 10

/**
 * Lists keys in ascending order. Tolerates stores that omit or repeat continuation tokens, or ignore StartAfter and
 * MaxKeys. Throws Error if the store lists keys out of order, or announces more keys without returning any.
 */
export async function listKeys(
  { client, bucket }: Target,
  prefix: string,
  { startAfter = '', limit = Number.POSITIVE_INFINITY }: { startAfter?: string; limit?: number } = {}
): Promise<readonly string[]> {
  const keys: string[] = []
  let last: string | undefined
  let token: string | undefined
  let emptyPages = 0
  while (keys.length < limit) {
    const after = last ?? startAfter
    const isStartIgnored = last !== undefined && keys.length === 0
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        MaxKeys: isStartIgnored ? MAX_KEYS : Math.min(limit - keys.length, MAX_KEYS),
        ...(token !== undefined ? { ContinuationToken: token } : after !== '' && { StartAfter: after })
      })
    )
    const found = readPage(page, last)
    keys.push(...found.filter(key => isKey(key) && key.startsWith(prefix) && key > startAfter))
    last = found.at(-1) ?? last
    if (!page.IsTruncated) break

    const next = page.NextContinuationToken
    const isNewToken = next !== undefined && next !== token
    emptyPages = found.length === 0 ? emptyPages + 1 : 0
    if (found.length === 0 && (!isNewToken || page.Contents?.length || emptyPages > MAX_EMPTY_PAGES))
      throw new Error(`the listing of ${prefix} announces more keys but returns none`)
    token = isNewToken ? next : undefined
  }
  return keys.slice(0, limit)
}

/** The keys of the page after `last`. A page may begin with the last key of the previous page. */
function readPage(page: ListObjectsV2CommandOutput, last: string | undefined): readonly string[] {
  const { Contents, IsTruncated, KeyCount, Name } = page
  if ([Contents, IsTruncated, KeyCount, Name].every(each => each === undefined))
    throw new Error('the answer to ListObjectsV2 is not a listing')
  const found: string[] = []
  for (const { Key } of Contents ?? []) {
    if (Key === undefined) throw new Error('a listed object has no key')
    const before = found.at(-1) ?? last
    if (before === undefined || isAfter(Key, before)) found.push(Key)
    else if (found.length > 0 || Key !== last)
      throw new Error(`${Key} is listed after ${before}: not in order`)
  }
  return found
}

/** Compares the UTF-8 bytes, because a bucket may also hold keys that are not ours. */
function isAfter(key: string, other: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0
}
