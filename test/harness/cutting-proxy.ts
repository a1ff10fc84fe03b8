import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to a server that can be cut. */
export interface CuttingProxy {
  readonly port: number
  /** Breaks every connection there is; new ones are let through. */
  cut(): void
  /** Refuses all until `restore`. */
  block(): void
  restore(): void
  /**
   * The next so many requests in which this text occurs reach the server; its answer is cut after so many bytes, and
   * the connection with it.
   */
  loseAnswers(count: number, text: string, afterBytes?: number): void
  /** How many answers were lost so far. */
  lost(): number
}

export async function startCuttingProxy(target: URL): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  let isBlocked = false
  let toLose = { count: 0, text: '', afterBytes: 0 }
  let lost = 0

  const server = createServer(client => {
    if (isBlocked) return client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    let left = Number.POSITIVE_INFINITY
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client]
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        // What was sent before the end still arrives; what broke is broken on both sides.
        if (socket.readableEnded) other.end()
        else other.destroy()
      })
    }
    client.on('data', data => {
      if (toLose.count > 0 && data.includes(toLose.text)) {
        toLose.count--
        left = toLose.afterBytes
      }
      upstream.write(data)
    })
    upstream.on('data', (data: Buffer) => {
      if (data.length <= left) {
        left -= data.length
        client.write(data)
        return
      }
      lost++
      upstream.removeAllListeners('data').destroy()
      client.write(data.subarray(0, left), () => client.destroy())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    server.close()
    cut()
  })
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    block() {
      isBlocked = true
      cut()
    },
    restore() {
      isBlocked = false
    },
    loseAnswers(count, text, afterBytes = 0) {
      toLose = { count, text, afterBytes }
    },
    lost: () => lost
  }
}
