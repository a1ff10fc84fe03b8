import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { KafkaConnection } from '../../adapters/stream/kafka/client.ts'

const MILLISECONDS = 5_000
// Length, ApiVersions (18), version 0, correlation id 1, client id null. It is allowed before authentication.
const request = Uint8Array.of(0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff)
/** A request that is new in each release, newest first: a broker lists the requests it supports, but not its version. */
const releases = [
  { key: 76, name: '4.0 or later' },
  { key: 66, name: '3.0 or later' },
  { key: 60, name: '2.8 or later' }
] as const

/** Asks a broker for its version. Null: older than 2.8. */
export async function askKafkaVersion({ brokers, ssl }: KafkaConnection): Promise<string | null> {
  const [host, port] = splitAddress(brokers[0]!)
  const socket = ssl ? connectTls({ host, port, servername: host }) : connect({ host, port })
  try {
    const answer = await read(socket)
    const count = answer.readInt32BE(10)
    const keys = new Set(Array.from({ length: count }, (_, index) => answer.readInt16BE(14 + 6 * index)))
    return releases.find(({ key }) => keys.has(key))?.name ?? null
  } finally {
    socket.destroy()
  }
}

function read(socket: ReturnType<typeof connect>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0)
    socket.setTimeout(MILLISECONDS, () => reject(new Error('the broker did not answer')))
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the broker closed the connection')))
    socket.on('data', (part: Buffer) => {
      answer = Buffer.concat([answer, part])
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) resolve(answer)
    })
    socket.write(request)
  })
}

function splitAddress(address: string): [host: string, port: number] {
  const at = address.lastIndexOf(':')
  return [address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), Number(address.slice(at + 1))]
}
