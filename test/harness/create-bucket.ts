import { randomUUID } from 'node:crypto'
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client
} from '@aws-sdk/client-s3'
import { buildClient, type S3Settings } from '../../adapters/blobs/s3/client.ts'
import { serverAddress } from './server-address.ts'

export interface TestBucket {
  readonly settings: S3Settings
  /** Keys of multipart uploads that were neither completed nor aborted. */
  unfinishedUploads(): Promise<readonly string[]>
  remove(): Promise<void>
}

/** Creates an empty bucket for one test. */
export async function createBucket(endpoint = serverAddress('S3_ENDPOINT')): Promise<TestBucket> {
  const settings: S3Settings = {
    endpoint,
    bucket: `test-${randomUUID()}`,
    region: 'us-east-1',
    accessKeyId: serverAddress('S3_ACCESS_KEY_ID'),
    secretAccessKey: serverAddress('S3_SECRET_ACCESS_KEY'),
    forcePathStyle: true
  }
  const Bucket = settings.bucket
  const client = buildClient(settings)
  await client.send(new CreateBucketCommand({ Bucket }))
  return {
    settings,
    async unfinishedUploads() {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }))
      return Uploads.map(upload => upload.Key!)
    },
    async remove() {
      await emptyBucket(client, Bucket)
      await client.send(new DeleteBucketCommand({ Bucket }))
      client.destroy()
    }
  }
}

async function emptyBucket(client: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }))
    if (Contents.length === 0) return
    for (let at = 0; at < Contents.length; at += 50)
      await Promise.all(
        Contents.slice(at, at + 50).map(({ Key }) => client.send(new DeleteObjectCommand({ Bucket, Key })))
      )
  }
}
