import { createRequire } from 'node:module'

interface Connection {
  isConnected(): boolean
  connect(): Promise<unknown>
  chunks: Buffer[]
  bytesBuffered: number
  bytesNeeded: number
}

const LENGTH_BYTES = 4

/**
 * The client keeps what had come of an answer that was cut off, and takes it for the beginning of the first one on the
 * next connection: from then on it understands none. Each connection begins with nothing here.
 */
export function beginConnectionsAfresh(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/connection') as {
    readonly prototype: Connection & { isMended?: true }
  }
  if (prototype.isMended) return
  prototype.isMended = true
  const connect = prototype.connect
  prototype.connect = function (this: Connection) {
    if (!this.isConnected()) {
      this.chunks = []
      this.bytesBuffered = 0
      this.bytesNeeded = LENGTH_BYTES
    }
    return connect.call(this)
  }
}
