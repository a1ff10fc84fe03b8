import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import { pythonWith } from '../../deploy/tools/python.ts'
import { createBucket } from '../harness/create-bucket.ts'

test('moto as the S3 store: objects are written once, listed and read back', async () => {
  const endpoint = await startMoto()
  const bucket = await createBucket(endpoint)
  onTestFinished(bucket.remove)
  const blobs = openS3(bucket.settings)
  onTestFinished(() => blobs.close())

  const bytes = new Uint8Array(300_000).map((_, index) => index % 251)
  expect(await blobs.putOnce('models/one', bytes)).toBe('stored')
  expect(await blobs.putOnce('models/one', new Uint8Array(3))).toBe('exists')
  expect(await blobs.get('models/one')).toEqual(bytes)
  for (let number = 0; number < 5; number++) await blobs.putOnce(`models/list/${number}`, new Uint8Array(1))
  expect(await blobs.list('models/list/')).toHaveLength(5)
  await blobs.check()
})

/** Until the test has finished. Answers where it listens. */
async function startMoto(): Promise<string> {
  const port = await findFreePort()
  const moto: ChildProcess = spawn(
    pythonWith('moto'),
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    {
      stdio: 'ignore'
    }
  )
  const ended = once(moto, 'exit')
  onTestFinished(async () => {
    moto.kill('SIGKILL')
    await ended
  })
  const url = `http://127.0.0.1:${port}`
  await expect
    .poll(async () => (await fetch(`${url}/moto-api/data.json`).catch(() => null))?.ok, { timeout: 60_000 })
    .toBe(true)
  return url
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
