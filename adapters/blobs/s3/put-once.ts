import { randomUUID } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { retry } from '../../../ports/retry/retry.ts'
import type { RetryPolicy } from '../../../ports/retry/retry-policy.ts'
import { systemClock } from '../../clock/system.ts'
import type { Target } from './client.ts'
import { isRace, isRefusedAsTaken, isUploadGone } from './failures.ts'
import { readHead } from './read-object.ts'

type Outcome = 'stored' | 'exists'

const RACE_RETRY: RetryPolicy = { firstDelayMs: 50, maxDelayMs: 1_000, maxAttempts: 9 }

// A blob larger than one part is uploaded in parts, PARTS_AT_ONCE at a time. Each part is hashed and retried separately.
const PART_BYTES = 8 * 2 ** 20
const PARTS_AT_ONCE = 4

interface Content {
  readonly bytes: Uint8Array
  /** Random id of this write, stored in the metadata of the blob. */
  readonly mark: string
}

/**
 * Writes a key that does not exist yet. If an answer is lost, the client repeats the request and finds the key written
 * by the first attempt. Each write therefore stores a mark with the blob, to recognise its own.
 */
export async function putOnce(target: Target, key: string, bytes: Uint8Array): Promise<Outcome> {
  const isLarge = bytes.byteLength > PART_BYTES
  if (isLarge && (await readHead(target, key)) !== null) return 'exists'
  const content = { bytes, mark: randomUUID() }
  return retryRaces(async () => {
    try {
      const { isSure } = await (isLarge ? putInParts : putWhole)(target, key, content)
      return isSure ? 'stored' : await readWinner(target, key, content)
    } catch (error) {
      if (!isRefusedAsTaken(error) && !isUploadGone(error)) throw error
      const head = await readHead(target, key)
      if (head === null) throw error
      return head.mark === content.mark ? 'stored' : 'exists'
    }
  })
}

/** Retries while another upload of the key is in progress or was just aborted. */
export function retryRaces<T>(write: () => Promise<T>): Promise<T> {
  return retry(write, {
    policy: RACE_RETRY,
    clock: systemClock,
    isRetryable: error => isRace(error) || isRefusedAsTaken(error) || isUploadGone(error)
  })
}

/** Status 200 does not prove success: S3 begins its answer to CompleteMultipartUpload before it completes the upload. */
async function readWinner(target: Target, key: string, { mark }: Content): Promise<Outcome> {
  const head = await readHead(target, key)
  if (head === null) throw new Error(`the store confirmed ${key}, but has no such object`)
  return head.mark === undefined || head.mark === mark ? 'stored' : 'exists'
}

export async function putWhole({ client, bucket }: Target, key: string, content: Content) {
  const { ETag } = await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: content.bytes,
      IfNoneMatch: '*',
      Metadata: describe(content)
    })
  )
  return { isSure: ETag !== undefined }
}

export async function putInParts({ client, bucket }: Target, key: string, content: Content) {
  const { bytes } = content
  const created = await client.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, Metadata: describe(content) })
  )
  if (created.UploadId === undefined) throw new Error('the answer to CreateMultipartUpload has no UploadId')
  const upload = { Bucket: bucket, Key: key, UploadId: created.UploadId }
  const count = Math.ceil(bytes.byteLength / PART_BYTES)
  const parts: { readonly ETag: string; readonly PartNumber: number }[] = []
  let next = 0

  async function sendParts(): Promise<void> {
    while (next < count) {
      const index = next++
      const PartNumber = index + 1
      const Body = bytes.subarray(index * PART_BYTES, PartNumber * PART_BYTES)
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))
      if (ETag === undefined) throw new Error(`the answer to UploadPart ${PartNumber} has no ETag`)
      parts[index] = { ETag, PartNumber }
    }
  }

  try {
    await Promise.all(Array.from({ length: PARTS_AT_ONCE }, sendParts))
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, IfNoneMatch: '*', MultipartUpload: { Parts: parts } })
    )
    return { isSure: false }
  } catch (error) {
    // Unfinished parts are invisible and use space. If this fails too, a lifecycle rule of the bucket can delete them.
    next = count
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {})
    throw error
  }
}

/** read-object.ts reads the size from here, because not every answer has a length. */
function describe({ bytes, mark }: Content): Record<string, string> {
  return { writer: mark, bytes: String(bytes.byteLength) }
}
