import { settings } from '../../deploy/servers/settings.ts'

/** A proxy to a server, which a test can close, slow down and cut. */
export interface Toxiproxy {
  readonly port: number
  close(): Promise<void>
  open(): Promise<void>
  /** Delays every answer by this time. */
  slow(milliseconds: number): Promise<void>
  /** Resets every connection after so many bytes from the server. */
  cutAfter(bytes: number): Promise<void>
  heal(): Promise<void>
  remove(): Promise<void>
}

const api = `http://127.0.0.1:${settings.toxiproxyPort}/proxies`

export async function openToxiproxy(name: string, upstreamPort: number, port = 0): Promise<Toxiproxy> {
  await ask('DELETE', `/${name}`).catch(() => {})
  const made = await ask('POST', '', {
    name,
    listen: `127.0.0.1:${port}`,
    upstream: `127.0.0.1:${upstreamPort}`
  })
  const listen = String(made.listen)
  const change = (enabled: boolean) => ask('POST', `/${name}`, { enabled, listen })
  const poison = (type: string, attributes: object) =>
    ask('POST', `/${name}/toxics`, { name: type, type, stream: 'downstream', attributes })
  return {
    port: Number(listen.split(':')[1]),
    close: async () => void (await change(false)),
    open: async () => void (await change(true)),
    slow: async latency => void (await poison('latency', { latency, jitter: latency / 4 })),
    cutAfter: async bytes => void (await poison('limit_data', { bytes })),
    async heal() {
      const toxics = (await ask('GET', `/${name}/toxics`)) as unknown as readonly { readonly name: string }[]
      for (const toxic of toxics) await ask('DELETE', `/${name}/toxics/${toxic.name}`)
    },
    remove: async () => void (await ask('DELETE', `/${name}`))
  }
}

async function ask(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${api}${path}`, { method, ...(body && { body: JSON.stringify(body) }) })
  const text = await response.text()
  if (!response.ok) throw new Error(`toxiproxy: ${response.status} ${text}`)
  return text === '' ? {} : JSON.parse(text)
}
