import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { buildClient, type Client, type ClientOptions } from '../../client/client.ts'

interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** How the server answers one request. */
type Answer = (response: ServerResponse, seen: Seen) => void

/** Starts a server that gives the n-th answer to the n-th request and repeats the last, and a client with short delays. */
export async function startFaulty(
  answers: readonly Answer[],
  options: Partial<ClientOptions> = {}
): Promise<{ readonly client: Client; readonly url: string; readonly seen: readonly Seen[] }> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { method = '', url = '', headers } = request
    const received = { method, path: url, headers, body }
    answers[Math.min(seen.push(received), answers.length) - 1]!(response, received)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = buildClient({ url, firstPauseSeconds: 0.001, maxPauseSeconds: 0.01, ...options })
  return { client, url, seen }
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
}

export function refuse(status: number, code: string, headers: Record<string, string> = {}): Answer {
  const problem = { type: `/docs/problems#${code}`, title: code, status, code, detail: `it is ${code}` }
  return answer(status, { ...problem, requestId: 'req-1' }, headers)
}

/** Cuts the connection before the first byte of the answer. */
export const cut: Answer = response => void response.socket!.destroy()

/** Cuts the connection in the middle of the answer. */
export const cutInTheMiddle: Answer = response => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"id": "prd_', () => response.socket!.destroy())
}

/** Never answers. */
export const silence: Answer = () => {}

/** Writes these events, then leaves the stream open, ends it or cuts it. */
export function stream(text: string, then: 'end' | 'cut' | 'stay'): Answer {
  return response => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(text, () => {
      if (then === 'end') response.end()
      if (then === 'cut') response.socket!.destroy()
    })
  }
}

export function event(id: number, state: string): string {
  const change = { id: `prd_${id}`, state, generation: 0 }
  return `id: ${id}\nevent: prediction.${state}\ndata: ${JSON.stringify(change)}\n\n`
}
