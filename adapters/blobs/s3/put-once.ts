import { randomUUID } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand
} from '@aws-sdk/client-s3'
import { isMissing, isRace, isRefusedAsTaken, isUploadGone } from './failures.ts'

type Outcome = 'stored' | 'exists'

// Above one part the blob goes up in parts, so many at a time: each is hashed at one go, and sent again by itself.
const PART_BYTES = 8 * 2 ** 20
const PARTS_AT_ONCE = 4
const MOST_RACES = 8

export interface Target {
  readonly client: S3Client
  readonly bucket: string
}

/**
 * Writes a key that is free. An answer may be lost on its way and the request be sent again, which then finds the key
 * taken: by us. Each writer therefore leaves its mark with the blob.
 */
export async function putOnce(target: Target, key: string, bytes: Uint8Array): Promise<Outcome> {
  const isLarge = bytes.byteLength > PART_BYTES
  if (isLarge && (await readHead(target, key)) !== null) return 'exists'
  const mark = randomUUID()
  for (let races = 0; ; races++) {
    try {
      await (isLarge ? putInParts(target, key, bytes, mark) : putWhole(target, key, bytes, mark))
      return 'stored'
    } catch (error) {
      if (isRefusedAsTaken(error) || isUploadGone(error)) {
        const head = await readHead(target, key)
        if (head !== null) return head.mark === mark ? 'stored' : 'exists'
      } else if (!isRace(error)) throw error
      if (races === MOST_RACES) throw error
    }
  }
}

/** Size in bytes and the writer's mark; null when there is none. */
export async function readHead(
  { client, bucket }: Target,
  key: string
): Promise<{ readonly size: number; readonly mark: string | undefined } | null> {
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))
    return { size: head.ContentLength ?? 0, mark: head.Metadata?.writer }
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function putWhole({ client, bucket }: Target, key: string, body: Uint8Array, mark: string) {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      IfNoneMatch: '*',
      Metadata: { writer: mark }
    })
  )
}

async function putInParts({ client, bucket }: Target, key: string, bytes: Uint8Array, mark: string) {
  const upload = { Bucket: bucket, Key: key }
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...upload, Metadata: { writer: mark } })
  )
  const count = Math.ceil(bytes.byteLength / PART_BYTES)
  const parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = []
  let next = 0

  async function sendParts(): Promise<void> {
    while (next < count) {
      const index = next++
      const PartNumber = index + 1
      const Body = bytes.subarray(index * PART_BYTES, PartNumber * PART_BYTES)
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber, Body }))
      parts[index] = { ETag, PartNumber }
    }
  }

  try {
    await Promise.all(Array.from({ length: PARTS_AT_ONCE }, sendParts))
    await client.send(
      new CompleteMultipartUploadCommand({
        ...upload,
        UploadId,
        IfNoneMatch: '*',
        MultipartUpload: { Parts: parts }
      })
    )
  } catch (error) {
    // What was uploaded would lie there unseen. Where this fails too, the bucket's own rules clean it away.
    next = count
    await client.send(new AbortMultipartUploadCommand({ ...upload, UploadId })).catch(() => {})
    throw error
  }
}
