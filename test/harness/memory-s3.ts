import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { S3Settings } from '../../adapters/blobs/s3/client.ts'

export interface Listing {
  readonly keys: readonly string[]
  readonly isTruncated: boolean
  readonly token?: string
}

export interface ListRequest {
  readonly prefix: string
  readonly startAfter: string
  readonly token: string | null
  readonly maxKeys: number
}

/** How this store differs from that of Amazon. */
export interface S3Faults {
  readonly isLengthMissing?: boolean
  /** The encoding that a proxy applies to the bytes of an object. */
  readonly encode?: { readonly name: string; readonly apply: (bytes: Uint8Array) => Uint8Array }
  readonly ignoresConditionOnParts?: boolean
  readonly list?: (request: ListRequest, keys: readonly string[]) => Listing
  /** Returns true if it has answered the request. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean
  readonly isEtagMissing?: (request: IncomingMessage) => boolean
}

interface Content {
  readonly body: Buffer
  readonly metadata: Readonly<Record<string, string>>
}

export interface MemoryS3 {
  readonly settings: S3Settings
  readonly objects: Map<string, Content>
  readonly uploads: Map<
    string,
    { readonly metadata: Content['metadata']; readonly parts: Map<number, Buffer> }
  >
  /** The requests in order, such as 'PUT key' or 'POST key?uploads'. */
  readonly requests: IncomingMessage[]
}

/** Starts an S3 server with one bucket in memory. */
export async function startMemoryS3(faults: S3Faults = {}): Promise<MemoryS3> {
  const objects: MemoryS3['objects'] = new Map()
  const uploads: MemoryS3['uploads'] = new Map()
  const requests: IncomingMessage[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://store')
    const key = decodeURIComponent(url.pathname.split('/').slice(2).join('/'))
    const query = url.searchParams
    const body = await buffer(request)
    requests.push(request)
    if (faults.intercept?.(request, response)) return
    const etag = faults.isEtagMissing?.(request) ? {} : { etag: '"1"' }
    const uploadId = query.get('uploadId')
    const upload = uploads.get(uploadId ?? '')
    const isConditional = request.headers['if-none-match'] === '*'
    const method = request.method ?? ''

    if (key === '' && method === 'GET') return list(response, query)
    if (key === '') return end(response, 200)
    if (query.has('uploads')) {
      const id = String(uploads.size + 1)
      uploads.set(id, { metadata: readMetadata(request), parts: new Map() })
      return xml(
        response,
        200,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`
      )
    }
    if (uploadId !== null && method === 'DELETE') {
      uploads.delete(uploadId)
      return end(response, 204)
    }
    if (uploadId !== null && !upload) return fail(response, 404, 'NoSuchUpload')
    if (upload && method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body)
      return end(response, 200, etag)
    }
    if (upload) {
      if (isConditional && objects.has(key) && !faults.ignoresConditionOnParts)
        return fail(response, 412, 'PreconditionFailed')
      const parts = [...upload.parts].toSorted(([a], [b]) => a - b).map(([, part]) => part)
      objects.set(key, { body: Buffer.concat(parts), metadata: upload.metadata })
      uploads.delete(uploadId ?? '')
      return xml(
        response,
        200,
        '<CompleteMultipartUploadResult><ETag>1-1</ETag></CompleteMultipartUploadResult>'
      )
    }
    if (method === 'PUT') {
      if (isConditional && objects.has(key)) return fail(response, 412, 'PreconditionFailed')
      objects.set(key, { body, metadata: readMetadata(request) })
      return end(response, 200, etag)
    }
    if (method === 'DELETE') {
      objects.delete(key)
      return end(response, 204)
    }
    const found = objects.get(key)
    if (!found) return method === 'HEAD' ? end(response, 404) : fail(response, 404, 'NoSuchKey')
    const sent = faults.encode ? faults.encode.apply(found.body) : found.body
    response.writeHead(200, {
      ...found.metadata,
      ...(faults.encode && { 'content-encoding': faults.encode.name }),
      ...(!faults.isLengthMissing && { 'content-length': sent.byteLength })
    })
    response.end(method === 'HEAD' ? undefined : sent)
  }

  function list(response: ServerResponse, query: URLSearchParams): void {
    const request: ListRequest = {
      prefix: query.get('prefix') ?? '',
      startAfter: query.get('start-after') ?? '',
      token: query.get('continuation-token'),
      maxKeys: Number(query.get('max-keys') ?? 1000)
    }
    const sorted = [...objects.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    const { keys, isTruncated, token } = (faults.list ?? listCorrectly)(request, sorted)
    const contents = keys.map(key => `<Contents><Key>${key}</Key></Contents>`).join('')
    const next = token === undefined ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`
    xml(
      response,
      200,
      `<ListBucketResult>${contents}<IsTruncated>${isTruncated}</IsTruncated>${next}</ListBucketResult>`
    )
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(error => response.destroy(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    objects,
    uploads,
    requests,
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      bucket: 'memory',
      region: 'us-east-1',
      accessKeyId: 'key',
      secretAccessKey: 'secret',
      forcePathStyle: true
    }
  }
}

/** Lists keys as Amazon does: the continuation token is the last key. */
export function listCorrectly(
  { prefix, startAfter, token, maxKeys }: ListRequest,
  keys: readonly string[]
): Listing {
  const rest = keys.filter(key => key.startsWith(prefix) && key > (token ?? startAfter))
  const page = rest.slice(0, maxKeys)
  const last = page.at(-1)
  return { keys: page, isTruncated: rest.length > maxKeys, ...(last !== undefined && { token: last }) }
}

export function fail(response: ServerResponse, status: number, code: string, more = ''): void {
  xml(response, status, `<Error><Code>${code}</Code><Message>${code}</Message>${more}</Error>`)
}

export function xml(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${body}`)
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, headers)
  response.end()
}

function readMetadata({ headers }: IncomingMessage): Content['metadata'] {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'))
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]))
}
