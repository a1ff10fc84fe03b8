import type { FastifyReply } from 'fastify'

interface ServerEvent {
  readonly id?: string
  readonly name: string
  /** One line. */
  readonly data: string
}

export interface EventStreamWriter {
  /** Resolves once the reader has room for more. Rejects when it is gone or takes nothing for too long. */
  send(event: ServerEvent): Promise<void>
  /** Fires when the reader is gone or was let go. */
  readonly signal: AbortSignal
  end(): void
}

/**
 * Takes the connection over and writes text/event-stream. Buffers one event beyond what the socket takes. `lastId` tells
 * the reader where to resume before it has seen an event.
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
  let silent = 0
  const heartbeat = setInterval(() => {
    silent = raw.writableNeedDrain ? silent + 1 : 0
    if (silent >= 3) raw.destroy(new Error('the reader takes nothing'))
    else if (silent === 0) raw.write(':\n\n')
  }, heartbeatSeconds * 1000)
  heartbeat.unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    gone.abort(new Error('the reader is gone'))
  })

  return {
    signal: gone.signal,
    async send({ id, name, data }) {
      const isTaken = raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${data}\n\n`)
      if (isTaken || gone.signal.aborted) return
      await new Promise<void>((resolve, reject) => {
        raw.once('drain', resolve)
        gone.signal.addEventListener('abort', () => reject(gone.signal.reason as Error), { once: true })
      })
    },
    end() {
      clearInterval(heartbeat)
      raw.end()
    }
  }
}
