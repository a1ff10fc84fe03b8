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

const another =
  'use a store that honours If-None-Match on PutObject and CompleteMultipartUpload: Amazon S3, MinIO, versitygw'
const WRITERS = 8
/** Above what goes up in one piece. */
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
      const reason = explainRefusal(error, settings)?.reason ?? sayStatus(status) ?? describe(error)
      throw new FindingError(`${place}, bucket ${bucket}: ${reason}`, howToReach(status, bucket))
    }
    throw new FindingError(
      `${place}, bucket ${bucket}: there is no such bucket`,
      `run groundswell set-up, or make it by hand: aws s3 mb s3://${bucket}`
    )
  }

  /** One of several writers of the same key wins, at once and one after another, small and in parts. */
  async function writtenOnce(): Promise<string> {
    await store.check().catch(error => {
      if (error instanceof Failure && error.code === 'invalid-configuration')
        throw new FindingError('a second write of the same key is not refused', another)
      throw error
    })
    const winners = async (name: string, writers: number, bytes: Uint8Array) => {
      const put = () => store.putOnce(`${key}/${name}`, bytes)
      const outcomes = await Promise.all(Array.from({ length: writers }, put))
      return [...outcomes, await put()].filter(outcome => outcome === 'stored').length
    }
    const small = await winners('small', WRITERS, Uint8Array.of(1))
    const large = await winners('large', 2, new Uint8Array(LARGE_BYTES))
    if (small === 1 && large === 1) return 'one of several writers of a key wins, of uploads in parts, too'
    throw new FindingError(
      `${small} of ${WRITERS + 1} writers of one key were told that they won, ${large} of 3 who sent it in parts`,
      another
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
        'use a store that shows at once what was written (all that is needed here)'
      )
    return 'objects are written, listed, read and deleted'
  }

  async function time(): Promise<string> {
    const before = clock.now()
    const { headers } = await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    const said = headers.get('date')
    if (said === null) return 'it does not say'
    return judgeSkew({ before, after: clock.now(), theirs: Date.parse(said), stepMilliseconds: 1_000 })
  }

  const allow = `allow GetObject, PutObject, DeleteObject, ListBucket and AbortMultipartUpload on ${bucket} to these keys`
  try {
    return await examine([
      { name: 's3.reach', run: reach, remedy: 'see what the store logs', isNeeded: true },
      { name: 's3.writtenOnce', run: writtenOnce, remedy: allow, isNeeded: true },
      { name: 's3.rights', run: rights, remedy: allow },
      { name: 's3.clock', run: time, remedy: 'see that the store answers plain HTTP requests' }
    ])
  } finally {
    client.destroy()
    await store.close()
  }
}

/** Where the store itself does not say what is wrong. */
function sayStatus(status: number | undefined): string | null {
  if (status === 401 || status === 403) return 'these keys are not let in'
  return status === 301 || status === 400 ? 'it is not asked as it wants to be' : null
}

function howToReach(status: number | undefined, bucket: string): string {
  if (status === 401 || status === 403)
    return `put the right S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and let them use ${bucket}`
  if (status === 301 || status === 400)
    return 'set S3_REGION to that of the bucket, and S3_PATH_STYLE as the store wants it'
  return 'start the store, or set S3_ENDPOINT to where it is'
}
