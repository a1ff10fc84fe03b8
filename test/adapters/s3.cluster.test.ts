import { randomUUID } from 'node:crypto'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { buildClient, type S3Settings } from '../../adapters/blobs/s3/client.ts'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import { secondStore } from '../../deploy/servers/settings.ts'
import { describeBlobs } from '../contracts/blobs.ts'
import { serverAddress } from '../harness/server-address.ts'

async function createBucket(endpoint: string): Promise<S3Settings> {
  const settings: S3Settings = {
    endpoint,
    bucket: `test-${randomUUID()}`,
    region: 'us-east-1',
    accessKeyId: serverAddress('S3_ACCESS_KEY_ID'),
    secretAccessKey: serverAddress('S3_SECRET_ACCESS_KEY'),
    forcePathStyle: true
  }
  const client = buildClient(settings)
  await client.send(new CreateBucketCommand({ Bucket: settings.bucket }))
  client.destroy()
  return settings
}

for (const [name, endpoint] of [
  ['MinIO', serverAddress('S3_ENDPOINT')],
  ['versitygw', secondStore]
] as const) {
  let settings: Promise<S3Settings> | undefined
  describeBlobs(name, async () => {
    settings ??= createBucket(endpoint)
    return openS3(await settings)
  })
}
