import { connect, type Socket } from 'node:net'
import { openApi, type TestApi } from './test-api.ts'

interface ListeningApi extends TestApi {
  readonly port: number
  isAlive(): Promise<boolean>
}

export async function listen(changes: Parameters<typeof openApi>[0] = {}): Promise<ListeningApi> {
  const api = await openApi(changes)
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as { port: number }
  return { ...api, port, isAlive: async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).ok }
}

/** Reads until the other side closes. */
export function talk(port: number, say: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true }, () => say(socket))
    let text = ''
    socket.on('data', chunk => {
      text += chunk
    })
    socket.on('end', () => {
      socket.end()
      resolve(text)
    })
    socket.on('error', error => (text ? resolve(text) : reject(error)))
  })
}

/** The head of a request, including the empty line. */
export function writeHead(start: string, ...lines: string[]): string {
  return `${[`${start} HTTP/1.1`, 'Host: localhost', ...lines].join('\r\n')}\r\n\r\n`
}
