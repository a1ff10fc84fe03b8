import { request as httpRequest } from 'node:http'
import { Random } from '../../learners/random.ts'
import { findContractFault } from './contract-check.ts'
import { type GeneratedRequest, generateRequest } from './request-generator.ts'
import { openApi } from './test-api.ts'

interface Answer {
  readonly statusCode: number
  readonly headers: Record<string, unknown>
  readonly body: string
}

const ANSWER_SECONDS = 20
const AT_ONCE = 8

/** Sends `count` generated requests over real connections. Returns the number of answers by status. */
export async function fuzz(seed: number, count: number): Promise<ReadonlyMap<number, number>> {
  const api = await openApi({ limits: { bodyBytes: 100_000, waitSeconds: 0.01 } })
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as { port: number }
  for (const text of ['one', 'two', 'three']) await api.publish(text)
  const random = new Random(seed)
  const knownIds: string[] = []
  const statuses = new Map<number, number>()
  let sent = 0

  async function sendOn(): Promise<void> {
    while (sent < count) {
      const index = sent++
      const request = generateRequest(random.split(index), knownIds)
      const answer = await send(port, request).catch(error => {
        throw new Error(`request ${index} of seed ${seed}: ${describe(request)}`, { cause: error })
      })
      statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
      if (answer.statusCode >= 500)
        throw new Error(
          `request ${index} of seed ${seed} gave ${answer.statusCode} ${answer.body}: ${describe(request)}`
        )
      const fault = findContractFault({
        method: request.method,
        path: request.url.split(/[?#]/, 1)[0] ?? '',
        status: answer.statusCode,
        headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
        body: answer.body
      })
      if (fault !== null) throw new Error(`request ${index} of seed ${seed}: ${fault}`)
      const id = /"id":"([^"]+)"/.exec(answer.body)?.[1]
      if (id && knownIds.length < 200) knownIds.push(id)
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, sendOn))
  const live = await fetch(`http://127.0.0.1:${port}/health/ready`)
  if (!live.ok) throw new Error(`not ready after ${count} requests: ${await live.text()}`)
  return statuses
}

function send(port: number, { method, url, headers, body }: GeneratedRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const given = {
      host: 'localhost',
      ...headers,
      ...(body ? { 'content-length': String(body.length) } : {})
    }
    const path = url.replaceAll(/[^!-~]/g, 'x')
    const request = httpRequest(
      { port, host: '127.0.0.1', method, path, headers: sendable(given) },
      response => {
        const done = (text: string) =>
          resolve({ statusCode: response.statusCode!, headers: response.headers, body: text })
        let text = ''
        response.setEncoding('utf8')
        // A feed does not end, so only its beginning is read.
        if (String(response.headers['content-type']).startsWith('text/event-stream')) {
          done('')
          request.destroy()
          return
        }
        response.on('data', chunk => {
          text += chunk
        })
        response.on('end', () => done(text))
      }
    )
    request.setTimeout(ANSWER_SECONDS * 1000, () => request.destroy(new Error('no answer')))
    request.on('error', reject)
    if (body) request.write(body)
    request.end()
  })
}

/** The client of Node rejects headers with characters outside latin1 or with line breaks. */
function sendable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replaceAll(/[^\t -ÿ]/g, '')])
  )
}

function describe({ method, url, headers, body }: GeneratedRequest): string {
  return `${method} ${url} ${JSON.stringify(headers)} ${body?.toString('latin1').slice(0, 500) ?? ''}`
}
