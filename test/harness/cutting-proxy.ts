import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A TCP proxy to a server, whose connections a test can cut. */
export interface CuttingProxy {
  readonly port: number
  /** Breaks every current connection and accepts new ones. */
  cut(): void
  /** Refuses all connections until `restore`. */
  block(): void
  restore(): void
  /**
   * Passes the next `count` requests with this text to the server, and cuts the connection after so many bytes of the
   * answer.
   */
  loseAnswers(count: number, text: string, afterBytes?: number): void
  /** Number of answers lost so far. */
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
        // After a normal end the other side still gets all bytes. An error destroys both sides.
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
