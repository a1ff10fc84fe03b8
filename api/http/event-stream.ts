import type { FastifyReply } from 'fastify'

interface ServerEvent {
  readonly id?: string
  readonly name: string
  /** One line. */
  readonly data: string
}

export interface EventStreamWriter {
  /** Resolves when the reader has room for more. Rejects when the reader disconnects or reads nothing for too long. */
  send(event: ServerEvent): Promise<void>
  /** Aborts when the connection ends. */
  readonly signal: AbortSignal
  end(): void
}

/**
 * Takes over the connection and writes text/event-stream. Buffers at most one event beyond the buffer of the socket. The
 * stream begins with `lastId`, so that a reader can resume from there before it has seen an event.
 */
export function buildEventStream(
  reply: FastifyReply,
  heartbeatSeconds: number,
  lastId: string | null
): EventStreamWriter {
  const { raw } = reply
  const gone = new AbortController()
  reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no'
  })
  raw.write(`: groundswell\n${lastId === null ? '' : `id: ${lastId}\n`}\n`)
  let blockedBeats = 0
  const heartbeat = setInterval(() => {
    blockedBeats = raw.writableNeedDrain ? blockedBeats + 1 : 0
    if (blockedBeats >= 3) raw.destroy(new Error('the reader reads nothing'))
    else if (blockedBeats === 0) raw.write(':\n\n')
  }, heartbeatSeconds * 1000)
  heartbeat.unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    gone.abort(new Error('the reader disconnected'))
  })

  return {
    signal: gone.signal,
    async send({ id, name, data }) {
      const isTaken = raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${data}\n\n`)
      if (isTaken || gone.signal.aborted) return
      await new Promise<void>((resolve, reject) => {
        raw.once('drain', resolve)
        gone.signal.addEventListener('abort', () => reject(gone.signal.reason), { once: true })
      })
    },
    end() {
      clearInterval(heartbeat)
      raw.end()
    }
  }
}
