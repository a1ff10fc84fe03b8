import { randomUUID } from 'node:crypto'
import { S3ServiceException } from '@aws-sdk/client-s3'
import { buildClient, type S3Settings } from '../../adapters/blobs/s3/client.ts'
import { hasBucket } from '../../adapters/blobs/s3/ensure-bucket.ts'
import { explainRefusal } from '../../adapters/blobs/s3/explain-refusal.ts'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import type { Clock } from '../../ports/clock.ts'
import { Failure } from '../../ports/errors.ts'
import { judgeSkew } from './clock-skew.ts'
import { describe, examine, type Finding, FindingError } from './examine.ts'

const useAnother =
  'use a store that supports If-None-Match on PutObject and CompleteMultipartUpload: Amazon S3, MinIO, versitygw'
const WRITERS = 8
/** More than a store accepts in one part, so that the upload has several. */
const LARGE_BYTES = 8 * 2 ** 20 + 1

export async function examineS3(options: {
  readonly settings: S3Settings
  readonly clock: Clock
}): Promise<readonly Finding[]> {
  const { settings, clock } = options
  const { endpoint, bucket, region } = settings
  const place = endpoint ?? `https://s3.${region}.amazonaws.com`
  const client = buildClient(settings)
  const store = openS3(settings)
  const key = `doctor/${randomUUID()}`

  async function reach(): Promise<string> {
    try {
      if (await hasBucket({ client, bucket })) return `${place}, bucket ${bucket}`
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
      const reason = explainRefusal(error, settings)?.reason ?? describeStatus(status) ?? describe(error)
      throw new FindingError(`${place}, bucket ${bucket}: ${reason}`, howToReach(status, bucket))
    }
    throw new FindingError(
      `${place}, bucket ${bucket}: there is no such bucket`,
      `run groundswell set-up, or create it: aws s3 mb s3://${bucket}`
    )
  }

  /** Checks that exactly one of several writers of a key succeeds: in parallel and in sequence, small and in parts. */
  async function writtenOnce(): Promise<string> {
    await store.check().catch(error => {
      if (error instanceof Failure && error.code === 'invalid-configuration')
        throw new FindingError('the store accepts a second write of the same key', useAnother)
      throw error
    })
    const winners = async (name: string, writers: number, bytes: Uint8Array) => {
      const put = () => store.putOnce(`${key}/${name}`, bytes)
      const outcomes = await Promise.all(Array.from({ length: writers }, put))
      return [...outcomes, await put()].filter(outcome => outcome === 'stored').length
    }
    const small = await winners('small', WRITERS, Uint8Array.of(1))
    const large = await winners('large', 2, new Uint8Array(LARGE_BYTES))
    if (small === 1 && large === 1)
      return 'exactly one of several writers of a key succeeds, also with uploads in parts'
    throw new FindingError(
      `${small} of ${WRITERS + 1} writers of one key succeeded, and ${large} of 3 that uploaded in parts (expected: 1 each)`,
      useAnother
    )
  }

  async function rights(): Promise<string> {
    const names = ['small', 'large'].map(name => `${key}/${name}`)
    const listed = await store.list(`${key}/`)
    const bytes = await store.get(names[0]!)
    for (const name of names) await store.remove(name)
    const left = await store.list(`${key}/`)
    if (listed.length !== 2 || bytes?.length !== 1 || left.length !== 0)
      throw new FindingError(
        `${listed.length} of 2 objects listed, ${bytes?.length ?? 0} of 1 bytes read, ${left.length} left when deleted`,
        'use a store with strong consistency: it must list and read an object at once after the write'
      )
    return 'objects can be written, listed, read and deleted'
  }

  async function time(): Promise<string> {
    const before = clock.now()
    const { headers } = await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    const date = headers.get('date')
    if (date === null) return 'unknown: the store sends no date'
    return judgeSkew({ before, after: clock.now(), theirs: Date.parse(date), stepMilliseconds: 1_000 })
  }

  const allow = `allow GetObject, PutObject, DeleteObject, ListBucket and AbortMultipartUpload on ${bucket} to these keys`
  try {
    return await examine([
      { name: 's3.reach', run: reach, remedy: 'see the log of the store', isNeeded: true },
      { name: 's3.writtenOnce', run: writtenOnce, remedy: allow, isNeeded: true },
      { name: 's3.rights', run: rights, remedy: allow },
      { name: 's3.clock', run: time, remedy: 'check that the store answers plain HTTP requests' }
    ])
  } finally {
    client.destroy()
    await store.close()
  }
}

/** Describes an answer that has no explanation of its own. */
function describeStatus(status: number | undefined): string | null {
  if (status === 401 || status === 403) return `it rejects these keys (status ${status})`
  return status === 301 || status === 400 ? `it rejects the request (status ${status})` : null
}

function howToReach(status: number | undefined, bucket: string): string {
  if (status === 401 || status === 403)
    return `correct S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and allow them to use ${bucket}`
  if (status === 301 || status === 400)
    return 'set S3_REGION to the region of the bucket, and S3_PATH_STYLE to what the store requires'
  return 'start the store, or correct S3_ENDPOINT'
}
