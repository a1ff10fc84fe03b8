import type { AddressInfo } from 'node:net'
import { toReadiness } from '../api/readiness.ts'
import { describeCause } from '../ports/describe-cause.ts'
import { Failure } from '../ports/errors.ts'
import type { HealthReader } from '../ports/health.ts'
import type { Metrics } from '../ports/metrics.ts'

const { createServer } = process.getBuiltinModule('node:http')

interface HealthServer {
  /** 'http://127.0.0.1:9090' */
  readonly url: string
  close(): void
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** Starts a server with /health/live, /health/ready and /metrics of this process. It starts before everything else. */
export async function startHealth(options: {
  readonly host: string
  readonly port: number
  readonly health: HealthReader
  readonly metrics: Metrics
}): Promise<HealthServer> {
  const { host, port, health, metrics } = options
  const answers: Readonly<Record<string, () => Promise<Answer>>> = {
    '/health/live': async () => json(200, { status: 'live' }),
    async '/health/ready'() {
      const readiness = toReadiness(health.read())
      return json(readiness.status === 'not-ready' ? 503 : 200, readiness)
    },
    async '/metrics'() {
      const { contentType, body } = await metrics.render()
      return { status: 200, type: contentType, body }
    }
  }
  const missing = async () => json(404, { paths: Object.keys(answers) })

  const server = createServer(async ({ url = '' }, response) => {
    const answer = answers[url.split('?', 1)[0]!] ?? missing
    const { status, type, body } = await answer().catch((error: Error) =>
      json(500, { reason: error.message })
    )
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause => {
      const reason = `HEALTH_PORT ${port} on ${host} cannot be used: ${describeCause(cause)}`
      reject(new Failure('invalid-configuration', reason, { field: 'HEALTH_PORT', cause }))
    })
    server.listen(port, host, resolve)
  })
  const { port: used } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${used}`,
    close() {
      server.close()
      server.closeAllConnections()
    }
  }
}

function json(status: number, body: object): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) }
}
