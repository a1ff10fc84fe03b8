import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { Failure } from '../../ports/errors.ts'

interface ConnectionLimits {
  readonly connections: number
  readonly connectionsPerAddress: number
}

const EXCESS_MILLISECONDS = 5_000

/**
 * Limits the connections of one address; `addressOf` returns null for a trusted proxy, which has no limit. A connection above
 * the limit stays open for a moment, so that its request gets an answer. Returns a check to call with the socket of each
 * request, which throws Failure('too-many-requests').
 */
export function limitConnections(
  server: Server,
  { connections, connectionsPerAddress }: ConnectionLimits,
  addressOf: (socket: Socket) => string | null
): (socket: Socket) => void {
  const counts = new Map<string, number>()
  const excess = new WeakSet<Socket>()
  server.maxConnections = connections
  server.on('connection', socket => {
    const address = addressOf(socket)
    if (address === null) return
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    let timer: NodeJS.Timeout | undefined
    if (count > connectionsPerAddress) {
      excess.add(socket)
      timer = setTimeout(() => socket.destroy(), EXCESS_MILLISECONDS).unref()
    }
    socket.once('close', () => {
      clearTimeout(timer)
      const left = (counts.get(address) ?? 1) - 1
      if (left === 0) counts.delete(address)
      else counts.set(address, left)
    })
  })
  return socket => {
    if (!excess.has(socket)) return
    throw new Failure(
      'too-many-requests',
      `this address has more than ${connectionsPerAddress} connections: close some, or try again later`,
      { retryAfterSeconds: 5 }
    )
  }
}
