import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { S3Settings } from '../../adapters/blobs/s3/client.ts'

export interface FaultyAnswer {
  readonly status: number
  /** The error code of S3. Absent: no error. */
  readonly code?: string
}

/** Starts a store that answers every request as the test says. */
export async function startFaultyS3(answer: (request: IncomingMessage) => FaultyAnswer): Promise<S3Settings> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const { status, code } = answer(request)
      response.writeHead(status, { 'content-type': 'application/xml', etag: '"0"' })
      response.end(code && `<?xml version="1.0"?><Error><Code>${code}</Code><Message>odd</Message></Error>`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket: 'odd',
    region: 'us-east-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    forcePathStyle: true
  }
}
