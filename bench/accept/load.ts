import { connect, type Socket } from 'node:net'

/** One run of load, measured at the sender. */
export interface LoadResult {
  readonly requestsPerSecond: number
  readonly medianMilliseconds: number
  readonly p99Milliseconds: number
  /** Answers other than 202. */
  readonly refused: number
}

export interface LoadRequest {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Not measured: the first part of the run. */
  readonly warmUpSeconds: number
  /** JSON bodies, sent in turn. */
  readonly bodies: readonly string[]
}

// A process of its own, started by the bench with an IPC channel. Plain sockets: one request under way on each
// connection, the next sent once the answer is whole. Lighter than an HTTP client, so that the load takes little from
// the server it shares the processors with.
process.on('message', async (request: LoadRequest) => {
  process.send!(await run(request))
})

async function run({ port, connections, seconds, warmUpSeconds, bodies }: LoadRequest): Promise<LoadResult> {
  const requests = bodies.map(body =>
    Buffer.from(
      `POST /cascades HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    )
  )
  const start = performance.now()
  const measureFrom = start + warmUpSeconds * 1000
  const end = measureFrom + seconds * 1000
  const latencies: number[] = []
  let next = 0
  let refused = 0

  const drive = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket: Socket = connect(port, '127.0.0.1')
      socket.setNoDelay(true)
      let sentAt = 0
      let answer = ''
      const send = () => {
        sentAt = performance.now()
        if (sentAt >= end) {
          socket.end()
          return resolve()
        }
        socket.write(requests[next++ % requests.length]!)
      }
      socket.setEncoding('latin1')
      socket.on('connect', send)
      socket.on('error', reject)
      socket.on('close', () => reject(new Error('the server closed a connection')))
      socket.on('data', (part: string) => {
        answer += part
        if (!isWhole(answer)) return
        if (sentAt >= measureFrom) {
          latencies.push(performance.now() - sentAt)
          if (!answer.startsWith('HTTP/1.1 202')) refused++
        }
        answer = ''
        send()
      })
    })

  await Promise.all(Array.from({ length: connections }, drive))
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN
  return {
    requestsPerSecond: latencies.length / seconds,
    medianMilliseconds: at(0.5),
    p99Milliseconds: at(0.99),
    refused
  }
}

function isWhole(answer: string): boolean {
  const headEnd = answer.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const length = /content-length: (\d+)/i.exec(answer)
  return answer.length >= headEnd + 4 + Number(length?.[1] ?? 0)
}
