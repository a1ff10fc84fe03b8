import { expect, test } from 'vitest'
import { startInCluster } from './cluster-program.ts'
import { runPython } from './run-python.ts'

interface Registry {
  readonly keys: readonly string[]
  readonly manifest: { readonly version: number; readonly sha256: string; readonly bytes: number }
  readonly sha256: string
  readonly bytes: number
}

test('a Python program finds the live version in the bucket and checks its bytes', async () => {
  const { program, setting } = await startInCluster()
  const { body: live } = await program.get('/models/latest')
  const found = await runPython<Registry>('boto3', 'registry_client.py', {
    endpoint: setting('S3_ENDPOINT'),
    key: setting('S3_ACCESS_KEY_ID'),
    secret: setting('S3_SECRET_ACCESS_KEY'),
    bucket: setting('S3_BUCKET'),
    predictor: live.predictor,
    version: live.version
  })
  expect(found.manifest).toMatchObject({ version: live.version, sha256: live.sha256, bytes: live.bytes })
  expect(found).toMatchObject({ sha256: live.sha256, bytes: live.bytes })
})
