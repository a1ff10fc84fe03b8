import { once } from 'node:events'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** An address that takes every webhook, until the test has finished. */
interface Receiver {
  readonly url: string
  readonly received: readonly { readonly type: string; readonly data: { readonly id: string } }[]
}

export async function receiveWebhooks(): Promise<Receiver> {
  const received: Receiver['received'][number][] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    received.push(JSON.parse(body))
    response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the receiver has no port')
  return { url: `http://127.0.0.1:${address.port}/`, received }
}
